import type { PrivilegeGroup } from '../privileges/privilege-group.js';
import { groundOf } from './grounds.js';

/** What decides whether a case is seen. */
export interface CaseRights {
  /** `['32', '32.18', '32.18.04']`; null where it is not known: then only a group for all KLE sees it. */
  readonly klePath: readonly string[] | null;
  readonly sensitivity: number | null;
  /** Id of the responsible unit. */
  readonly unit: string | null;
  readonly source: string;
  /** It carries a view class or a security profile. Until both are evaluated, nobody sees it. */
  readonly classified: boolean;
}

/** What decides whether a document is seen; `cases` are all cases that it lies on. */
export interface DocumentRights {
  readonly sensitivity: number | null;
  readonly source: string;
  readonly cases: readonly CaseRights[];
}

/** The same rule as `overblik.group_sees_case`, for objects folded in memory (what the past shows). */
export function groupSeesCase(group: PrivilegeGroup, rights: CaseRights): boolean {
  const ground = groundOf(group);
  return (
    !rights.classified &&
    rights.sensitivity !== null &&
    rights.sensitivity <= ground.sensitivity &&
    (ground.kle[0] === '*' || (rights.klePath?.some((prefix) => ground.kle.includes(prefix)) ?? false)) &&
    (ground.units[0] === '*' || (rights.unit !== null && ground.units.includes(rights.unit))) &&
    (ground.sources[0] === '*' || ground.sources.includes(rights.source))
  );
}

/**
 * The group with the units that its own cover: what the tree says lies below them, however deep. The same rule as in
 * `groundsCte`, for objects folded in memory.
 * @param subUnits the units right below a unit
 */
export function withSubUnits(group: PrivilegeGroup, subUnits: (unit: string) => Iterable<string>): PrivilegeGroup {
  const { units } = groundOf(group);
  if (units[0] === '*') return group;
  // A set takes what is added while it is walked, and each only once: units in a circle end too.
  const covered = new Set(units);
  for (const unit of covered) for (const below of subUnits(unit)) covered.add(below);
  return { ...group, units: [...covered] };
}

/** Whether one of the groups sees the case. */
export function seesCase(groups: readonly PrivilegeGroup[], rights: CaseRights): boolean {
  return groups.some((group) => groupSeesCase(group, rights));
}

/** Whether one of the groups sees the document and, itself, at least one of its cases, where it has any. */
export function seesDocument(groups: readonly PrivilegeGroup[], rights: DocumentRights): boolean {
  return groups.some(
    (group) =>
      coversOwn(group, rights) &&
      (rights.cases.length === 0 || rights.cases.some((ofCase) => groupSeesCase(group, ofCase))),
  );
}

/** Whether one of the groups covers the note's source and, itself, sees its case. */
export function seesJournalNote(
  groups: readonly PrivilegeGroup[],
  rights: { readonly source: string; readonly case: CaseRights },
): boolean {
  return groups.some((group) => coversSource(group, rights.source) && groupSeesCase(group, rights.case));
}

/** Whether the group covers an object's own sensitivity and source. */
export function coversOwn(group: PrivilegeGroup, own: { sensitivity: number | null; source: string }): boolean {
  return own.sensitivity !== null && own.sensitivity <= groundOf(group).sensitivity && coversSource(group, own.source);
}

/** Whether the group covers the source. */
export function coversSource(group: PrivilegeGroup, source: string): boolean {
  const { sources } = groundOf(group);
  return sources[0] === '*' || sources.includes(source);
}
