import type { Asker, PrivilegeGroup } from '#access';

/** A case with its KLE subject as it stands in the event. */
export interface TwinCase {
  kle: string | null;
  sensitivity: number | null;
  unit: string | null;
  source: string;
  viewClasses: readonly string[];
  /** `user/<sub>` and `unit/<id>`; null where there is none. */
  profile: readonly string[] | null;
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

/** Who holds which groups. */
export interface TwinHolder {
  asker: Asker;
  groups: readonly PrivilegeGroup[];
}

/** The rule of the rights page, word for word and slowly; it shares no code with the product. */
export function twinSeesCase({ groups, asker }: TwinHolder, one: TwinCase): boolean {
  for (const group of groups) if (groupSees(group, asker, one)) return true;
  return false;
}

export function twinSeesDocument({ groups, asker }: TwinHolder, document: TwinDocument): boolean {
  for (const group of groups) {
    if (!sensitivityCovers(group, document.sensitivity)) continue;
    if (!sourceCovers(group, document.source)) continue;
    if (document.cases.length === 0) return true;
    for (const one of document.cases) if (groupSees(group, asker, one)) return true;
  }
  return false;
}

export function twinSeesNote({ groups, asker }: TwinHolder, note: TwinNote): boolean {
  for (const group of groups) {
    if (sourceCovers(group, note.source) && groupSees(group, asker, note.case)) return true;
  }
  return false;
}

/** "Unit ids, sub-units included": each unit that one comes to from the group's, one step down at a time. */
export function twinWithTree(
  { asker, groups }: TwinHolder,
  edges: readonly { parent: string; unit: string }[],
): TwinHolder {
  const covering = groups.map((group) => {
    if (group.units === null) return group;
    let units = [...group.units];
    for (let step = 0; step < edges.length; step++)
      units = [...units, ...edges.filter(({ parent }) => units.includes(parent)).map(({ unit }) => unit)];
    return { ...group, units };
  });
  return { asker, groups: covering };
}

/** A benefit with its grant and case; `kle` null: it is not known. */
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
export function twinSeesBenefit({ groups, asker }: TwinHolder, benefit: TwinBenefit): boolean {
  for (const group of groups) if (groupSeesBenefit(group, asker, benefit)) return true;
  return false;
}

/**
 * "May see every benefit that its lines name": one group must pass the whole chain. An auditor whom nothing restricts has no
 * right that could be held against a benefit that is not there.
 */
export function twinSeesPayment({ groups, asker }: TwinHolder, payment: TwinPayment): boolean {
  for (const group of groups) {
    if (!sourceCovers(group, payment.source)) continue;
    // Nothing to hold a right against: only who may see all subjects.
    if (payment.benefits.length === 0 && !kleCovers(group, null)) continue;
    let seesAll = true;
    for (const benefit of payment.benefits) {
      const isSeen = benefit === null ? isUnlimitedAuditor(group) : groupSeesBenefit(group, asker, benefit);
      if (!isSeen) seesAll = false;
    }
    if (seesAll) return true;
  }
  return false;
}

const isUnlimitedAuditor = ({ role, kle, sensitivity, units, sources }: PrivilegeGroup): boolean =>
  role === 'auditor' &&
  (kle === null || kle.includes('*')) &&
  (sensitivity === null || sensitivity === 3) &&
  units === null &&
  sources === null;

/** "Sees its case and its own KLE." */
export function twinSeesService({ groups, asker }: TwinHolder, service: TwinService): boolean {
  for (const group of groups) {
    if (sourceCovers(group, service.source) && kleCovers(group, service.kle) && groupSees(group, asker, service.case))
      return true;
  }
  return false;
}

function groupSeesBenefit(group: PrivilegeGroup, asker: Asker, benefit: TwinBenefit): boolean {
  return (
    groupSees(group, asker, benefit.case) &&
    sensitivityCovers(group, benefit.sensitivity) &&
    sourceCovers(group, benefit.source) &&
    kleCovers(group, benefit.kle)
  );
}

function groupSees(group: PrivilegeGroup, asker: Asker, one: TwinCase): boolean {
  for (const name of one.viewClasses) if (!group.viewClasses.includes(name)) return false;
  if (one.profile !== null && group.role !== 'auditor') {
    let isListed = one.profile.includes(`user/${asker.sub}`);
    if (asker.unit !== null && one.profile.includes(`unit/${asker.unit}`)) isListed = true;
    if (!isListed) return false;
  }
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
