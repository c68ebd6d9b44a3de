import { canonicalJson, type Instant } from '#contracts';
import type { AssertionRow } from '#projection-engine';
import { viewCase, type CaseView } from '../cases/case-overview.view.js';
import type { ParallelRunPair } from '../settings/setting-keys.js';
import { membershipsOf } from './membership.js';

/** A case that a legacy system and its successor both tell of, under two ids. */
export interface CasePair {
  readonly legacyId: string;
  readonly successorId: string;
}

/** Two cases by their ids, with their rows, and between which systems they are a pair while they have one number. */
export interface PairRows extends CasePair, ParallelRunPair {
  readonly legacyRow: AssertionRow;
  readonly successorRow: AssertionRow;
}

/** What of a case's view a parallel run compares, beside its parties: what both systems tell, and not who tells it when. */
export const COMPARED_FIELDS = [
  'title',
  'kle',
  'facet',
  'sensitivity',
  'progress',
  'progressRaw',
  'statusText',
  'openedOn',
  'closedOn',
  'decision',
  'responsibleUnit',
  'primaryHandler',
] as const;

/** The field that hangs on who is who. */
export const PARTIES = 'parties';

/** A field in which a pair differs. */
export type PairField = (typeof COMPARED_FIELDS)[number] | typeof PARTIES;

/** A period in which the same two values of a field stood against each other; `until` null: nothing that is known ends it. */
export interface DifferenceStretch {
  readonly field: PairField;
  /** By which the two were a pair when it began. */
  readonly caseNumber: string;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly legacy: unknown;
  readonly successor: unknown;
}

/**
 * When the two differed and in what, by what applied and was known at each moment; what is dated ahead is foreseen. Where a
 * case was not there, had another number or lay with another source, the two were no pair, and there was no difference.
 * @param partyOf parties are compared as they are identified now; undefined leaves one out
 */
export function pairCourse(pair: PairRows, partyOf: (node: string) => string | undefined): DifferenceStretch[] {
  const ended: DifferenceStretch[] = [];
  const standing = new Map<PairField, DifferenceStretch>();
  for (const at of momentsOf(pair)) {
    const views = viewsAt(pair, at);
    for (const field of FIELDS) {
      const [legacy, successor] = views?.map((view) => valueOf(view, field, partyOf)) ?? NOTHING;
      const before = standing.get(field);
      const isDifferent = !isSame(legacy, successor);
      if (before === undefined ? !isDifferent : isSame(before.legacy, legacy) && isSame(before.successor, successor))
        continue;
      if (before !== undefined) ended.push({ ...before, until: at });
      standing.delete(field);
      const caseNumber = views?.[0].caseNumber ?? '';
      if (isDifferent) standing.set(field, { field, caseNumber, since: at, until: null, legacy, successor });
    }
  }
  return [...ended, ...standing.values()];
}

const FIELDS = [...COMPARED_FIELDS, PARTIES] as const;
/** Where the two are no pair, neither says anything, and that is no difference. */
const NOTHING = [null, null] as const;

/** Most values are texts: only others are compared by their JSON. */
const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === 'object' && typeof other === 'object' && canonicalJson(one) === canonicalJson(other));

/** What the two said of a field at a moment, by what was known then; null where a case was not there. */
export function pairValues(
  { legacyId, successorId, legacyRow, successorRow }: PairRows,
  field: string,
  at: Instant,
): { readonly legacy: unknown; readonly successor: unknown } {
  const moment = { asOf: at, knownAt: at };
  const [legacy, successor] = [viewCase(legacyId, legacyRow, moment), viewCase(successorId, successorRow, moment)];
  return { legacy: legacy?.[field as keyof CaseView] ?? null, successor: successor?.[field as keyof CaseView] ?? null };
}

/** When something of the two began or ended or became known, from when both were known. */
function momentsOf({ legacyRow, successorRow }: PairRows): Instant[] {
  const known = [legacyRow, successorRow].map(({ statements }) => {
    let first: Instant | undefined;
    for (const { recordedAt } of statements) if (first === undefined || recordedAt < first) first = recordedAt;
    return first ?? '';
  });
  const begin = known.reduce((a, b) => (a > b ? a : b));
  const moments = new Set<Instant>();
  for (const { statements } of [legacyRow, successorRow])
    for (const { recordedAt, from, to } of statements)
      // What begins or ends before it is known does so when it becomes known.
      for (const at of [recordedAt, from, to]) if (at !== null && at >= begin && at >= recordedAt) moments.add(at);
  return [...moments].sort();
}

function viewsAt(pair: PairRows, at: Instant): readonly [CaseView, CaseView] | undefined {
  const moment = { asOf: at, knownAt: at };
  const legacy = viewCase(pair.legacyId, pair.legacyRow, moment);
  if (legacy?.source !== pair.legacy) return undefined;
  const successor = viewCase(pair.successorId, pair.successorRow, moment);
  if (successor?.source !== pair.successor || successor.caseNumber !== legacy.caseNumber) return undefined;
  return [legacy, successor];
}

function valueOf(view: CaseView, field: PairField, partyOf: (node: string) => string | undefined): unknown {
  if (field !== PARTIES) return view[field];
  const told = membershipsOf(view.partyLinks, partyOf).map(({ role, partyId }) => ({ role, party: partyId }));
  return told.length === 0 ? null : told.sort((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
}
