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

/** A benefit with its grant and case; `kle` null: a grant that has no benefit. */
export interface TwinBenefit {
  case: TwinCase;
  sensitivity: number | null;
  source: string;
  kle: string | null;
}

export interface TwinPayment {
  source: string;
  /** What its lines name; null: nothing that is there. */
  benefits: (TwinBenefit | null)[];
}

export interface TwinService {
  case: TwinCase;
  source: string;
  kle: string;
}

/** "Sees its case, covers the grant's sensitivity and the KLE of at least one benefit; its other benefits are left out." */
export function twinSeesBenefit(groups: readonly PrivilegeGroup[], benefit: TwinBenefit): boolean {
  for (const group of groups) if (groupSeesBenefit(group, benefit)) return true;
  return false;
}

/** "May see every benefit that its lines name": one group must pass the whole chain. */
export function twinSeesPayment(groups: readonly PrivilegeGroup[], payment: TwinPayment): boolean {
  for (const group of groups) {
    if (!sourceCovers(group, payment.source)) continue;
    // Nothing to hold a right against: only who may see all subjects.
    if (payment.benefits.length === 0 && !kleCovers(group, null)) continue;
    let seesAll = true;
    for (const benefit of payment.benefits) if (benefit === null || !groupSeesBenefit(group, benefit)) seesAll = false;
    if (seesAll) return true;
  }
  return false;
}

/** "Sees its case and its own KLE." */
export function twinSeesService(groups: readonly PrivilegeGroup[], service: TwinService): boolean {
  for (const group of groups) {
    if (sourceCovers(group, service.source) && kleCovers(group, service.kle) && groupSees(group, service.case))
      return true;
  }
  return false;
}

function groupSeesBenefit(group: PrivilegeGroup, benefit: TwinBenefit): boolean {
  return (
    groupSees(group, benefit.case) &&
    sensitivityCovers(group, benefit.sensitivity) &&
    sourceCovers(group, benefit.source) &&
    kleCovers(group, benefit.kle)
  );
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
