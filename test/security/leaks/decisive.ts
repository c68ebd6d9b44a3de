import type { Group, PlainCaller } from './callers.js';
import { isInEffect, oracleOf } from './oracle.js';
import { VIEW_CLASSES, type Municipality } from './plain-world.js';

/** Each kind of constraint, and a group as if that kind did not bind it. */
const LOOSENED: Readonly<Record<string, (group: Group, letter: string) => Group>> = {
  authority: (group, letter) => ({ ...group, in: letter }),
  KLE: (group) => ({ ...group, kle: ['*'] }),
  sensitivity: (group) => ({ ...group, level: 3 }),
  unit: (group) => ({ ...group, units: null }),
  source: (group) => ({ ...group, sources: null }),
  viewClass: (group) => ({ ...group, classes: VIEW_CLASSES }),
  profile: (group) => ({ ...group, role: 'auditor' }),
};

/** What a run has held the API against. */
export interface Tally {
  pairs: number;
  visible: number;
  hidden: number;
  /** By kind of constraint: how many hidden objects would be seen if that kind alone did not bind. */
  readonly decisive: Record<string, number>;
}

export const emptyTally = (): Tally => ({
  pairs: 0,
  visible: 0,
  hidden: 0,
  decisive: Object.fromEntries(Object.keys(LOOSENED).map((kind) => [kind, 0])),
});

/** Counts each object of the municipality for the caller. */
export function count(tally: Tally, municipality: Municipality, caller: PlainCaller): void {
  const seen = seenOf(municipality, caller);
  const loosened = Object.entries(LOOSENED).map(([kind, loosen]) => {
    const groups = caller.groups.map((group) => (isInEffect(group) ? loosen(group, municipality.letter) : group));
    return { kind, seen: seenOf(municipality, { ...caller, groups }) };
  });
  for (const [n, isSeen] of seen.entries()) {
    tally.pairs += 1;
    tally[isSeen ? 'visible' : 'hidden'] += 1;
    if (isSeen) continue;
    for (const { kind, seen: then } of loosened)
      if (then[n] === true) tally.decisive[kind] = (tally.decisive[kind] ?? 0) + 1;
  }
}

/** Of each object in turn, whether the caller sees it. */
function seenOf(municipality: Municipality, caller: PlainCaller): boolean[] {
  const oracle = oracleOf(municipality, caller);
  const { cases, documents, notes, grants, payments, services } = municipality;
  return [
    ...cases.map((each) => oracle.case(each)),
    ...documents.map((each) => oracle.document(each)),
    ...notes.map((each) => oracle.note(each)),
    ...grants.map((each) => oracle.grant(each)),
    ...payments.map((each) => oracle.payment(each)),
    ...services.map((each) => oracle.service(each)),
  ];
}
