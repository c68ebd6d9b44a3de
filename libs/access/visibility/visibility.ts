import type { Ground } from './grounds.js';

/** What decides whether a case is seen. */
export interface CaseRights {
  /** `['32', '32.18', '32.18.04']`; null where it is not known: then only a group for all KLE sees it. */
  readonly klePath: readonly string[] | null;
  readonly sensitivity: number | null;
  /** Id of the responsible unit. */
  readonly unit: string | null;
  readonly source: string;
  /** A group must name every one of them. */
  readonly viewClasses: readonly string[];
  /** Who alone may see it (`profileMember`); `OPEN_PROFILE` where it has no security profile, empty where that names nobody. */
  readonly profile: readonly string[];
}

/** What decides whether a document is seen; `cases` are all cases that it lies on. */
export interface DocumentRights {
  readonly sensitivity: number | null;
  readonly source: string;
  readonly cases: readonly CaseRights[];
}

/** Whether the case carries a view class or a security profile: what `overblik.group_sees_case` asks before it compares lists. */
export const isClassified = ({ viewClasses, profile }: Pick<CaseRights, 'viewClasses' | 'profile'>): boolean =>
  viewClasses.length > 0 || profile[0] !== '*';

/** The same rule as `overblik.group_sees_case`, for objects folded in memory (what the past shows). */
export function groupSeesCase(ground: Ground, rights: CaseRights): boolean {
  return (
    rights.sensitivity !== null &&
    rights.sensitivity <= ground.sensitivity &&
    (ground.kle[0] === '*' || (rights.klePath?.some((prefix) => ground.kle.includes(prefix)) ?? false)) &&
    (ground.units[0] === '*' || (rights.unit !== null && ground.units.includes(rights.unit))) &&
    coversSource(ground, rights.source) &&
    (ground.classes[0] === '*' || rights.viewClasses.every((name) => ground.classes.includes(name))) &&
    (ground.members[0] === '*' ||
      rights.profile[0] === '*' ||
      rights.profile.some((member) => ground.members.includes(member)))
  );
}

/**
 * The ground with the units that its own cover: what the tree says lies below them, however deep. The same rule as in
 * `groundsCte`, for objects folded in memory.
 * @param subUnits the units right below a unit
 */
export function withSubUnits(ground: Ground, subUnits: (unit: string) => Iterable<string>): Ground {
  if (ground.units[0] === '*') return ground;
  // A set takes what is added while it is walked, and each only once: units in a circle end too.
  const covered = new Set(ground.units);
  for (const unit of covered) for (const below of subUnits(unit)) covered.add(below);
  return { ...ground, units: [...covered] };
}

/** Whether one of the groups sees the case. */
export function seesCase(grounds: readonly Ground[], rights: CaseRights): boolean {
  return grounds.some((ground) => groupSeesCase(ground, rights));
}

/** Whether one of the groups sees the document and, itself, at least one of its cases, where it has any. */
export function seesDocument(grounds: readonly Ground[], rights: DocumentRights): boolean {
  return grounds.some(
    (ground) =>
      coversOwn(ground, rights) &&
      (rights.cases.length === 0 || rights.cases.some((ofCase) => groupSeesCase(ground, ofCase))),
  );
}

/** Whether one of the groups covers the note's source and, itself, sees its case. */
export function seesJournalNote(
  grounds: readonly Ground[],
  rights: { readonly source: string; readonly case: CaseRights },
): boolean {
  return grounds.some((ground) => coversSource(ground, rights.source) && groupSeesCase(ground, rights.case));
}

/** Whether the group covers an object's own sensitivity and source. */
export function coversOwn(ground: Ground, own: { sensitivity: number | null; source: string }): boolean {
  return own.sensitivity !== null && own.sensitivity <= ground.sensitivity && coversSource(ground, own.source);
}

/** Whether the group covers the source. */
export function coversSource(ground: Ground, source: string): boolean {
  return ground.sources[0] === '*' || ground.sources.includes(source);
}
