import type { PrivilegeGroup } from '#access';

/** A case with its KLE subject as it stands in the event. */
export interface TwinCase {
  kle: string | null;
  sensitivity: number | null;
  unit: string | null;
  source: string;
  classified: boolean;
}

export interface TwinDocument {
  sensitivity: number | null;
  source: string;
  cases: TwinCase[];
}

export interface TwinNote {
  source: string;
  case: TwinCase;
}

/** The rule of the rights page, word for word and slowly; it shares no code with the product. */
export function twinSeesCase(groups: readonly PrivilegeGroup[], one: TwinCase): boolean {
  for (const group of groups) if (groupSees(group, one)) return true;
  return false;
}

export function twinSeesDocument(groups: readonly PrivilegeGroup[], document: TwinDocument): boolean {
  for (const group of groups) {
    if (!sensitivityCovers(group, document.sensitivity)) continue;
    if (!sourceCovers(group, document.source)) continue;
    if (document.cases.length === 0) return true;
    for (const one of document.cases) if (groupSees(group, one)) return true;
  }
  return false;
}

export function twinSeesNote(groups: readonly PrivilegeGroup[], note: TwinNote): boolean {
  for (const group of groups) {
    if (sourceCovers(group, note.source) && groupSees(group, note.case)) return true;
  }
  return false;
}

/** "Unit ids, sub-units included": each unit that one comes to from the group's, one step down at a time. */
export function twinWithTree(
  groups: readonly PrivilegeGroup[],
  edges: readonly { parent: string; unit: string }[],
): PrivilegeGroup[] {
  return groups.map((group) => {
    if (group.units === null) return group;
    let units = [...group.units];
    for (let step = 0; step < edges.length; step++)
      units = [...units, ...edges.filter(({ parent }) => units.includes(parent)).map(({ unit }) => unit)];
    return { ...group, units };
  });
}

function groupSees(group: PrivilegeGroup, one: TwinCase): boolean {
  if (one.classified) return false;
  if (!kleCovers(group, one.kle)) return false;
  if (!sensitivityCovers(group, one.sensitivity)) return false;
  if (group.units !== null) {
    if (one.unit === null) return false;
    let isNamed = false;
    for (const unit of group.units) if (unit === one.unit) isNamed = true;
    if (!isNamed) return false;
  }
  return sourceCovers(group, one.source);
}

function kleCovers(group: PrivilegeGroup, kle: string | null): boolean {
  if (group.kle === null) return true;
  for (const prefix of group.kle) {
    if (prefix === '*') return true;
    if (kle !== null && `${kle}.`.startsWith(`${prefix}.`)) return true;
  }
  return false;
}

function sensitivityCovers(group: PrivilegeGroup, sensitivity: number | null): boolean {
  if (sensitivity === null) return false;
  return group.sensitivity === null || sensitivity <= group.sensitivity;
}

function sourceCovers(group: PrivilegeGroup, source: string): boolean {
  if (group.sources === null) return true;
  for (const named of group.sources) if (named === source) return true;
  return false;
}
