import { canonicalJson, type Instant } from '#contracts';
import type { AssertionRow, ViewMoment } from '#projection-engine';
import { viewCase, type CaseView, type PairDifference } from '#read-models/queries';

/** The two rows of a pair. */
export interface PairRows {
  readonly legacy: AssertionRow;
  readonly successor: AssertionRow;
}

/**
 * From when the two values of a field have stood against each other, by what applied and was known at each moment. Looks
 * back from `now` over the moments at which either row changed; where a case was not there yet, there was no difference.
 * @param partyOf parties are compared as they are identified now
 */
export function standsSince(
  { legacy, successor }: PairRows,
  { legacyId, successorId, field }: Pick<PairDifference, 'legacyId' | 'successorId' | 'field'>,
  now: Instant,
  partyOf: (node: string) => string,
): Instant {
  const valuesAt = (at: Instant): string | undefined => {
    const moment = { asOf: at, knownAt: at };
    const ours = toldAt(legacyId, legacy, moment, field, partyOf);
    const theirs = toldAt(successorId, successor, moment, field, partyOf);
    return ours === undefined || theirs === undefined ? undefined : `${ours} ${theirs}`;
  };
  const current = valuesAt(now);
  let since = now;
  for (const at of changesUntil(now, legacy, successor).reverse()) {
    if (valuesAt(at) !== current) break;
    since = at;
  }
  return since;
}

function changesUntil(now: Instant, ...rows: readonly AssertionRow[]): Instant[] {
  const moments = new Set<Instant>();
  for (const { statements } of rows)
    for (const { recordedAt, from, to } of statements)
      for (const at of [recordedAt, from, to]) if (at !== null && at <= now) moments.add(at);
  return [...moments].sort();
}

function toldAt(
  id: string,
  row: AssertionRow,
  moment: ViewMoment,
  field: string,
  partyOf: (node: string) => string,
): string | undefined {
  const view = viewCase(id, row, moment);
  if (view === undefined) return undefined;
  if (field !== 'parties') return canonicalJson(view[field as keyof CaseView] ?? null);
  const present = view.partyLinks.filter(({ from, to }) => from <= moment.asOf && (to === null || to > moment.asOf));
  return canonicalJson([...new Set(present.map(({ nodeId, role }) => `${role} ${partyOf(nodeId)}`))].sort());
}
