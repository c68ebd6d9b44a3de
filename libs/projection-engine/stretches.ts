import type { Instant } from '#contracts';
import { claimsOf, type AssertionRow, type Json, type Stretch } from './assertions.js';
import { compareStatements, type Statement } from './statement.js';

/** A claim of a value over its statement's effective period. */
export interface Claim {
  readonly statement: Statement;
  readonly value: Json;
}

/** A stretch with the statement that wins in it (where neighbours were joined, that of the first). */
export interface WonStretch extends Stretch<Json> {
  readonly from: Instant;
  readonly statement: Statement;
}

/**
 * The whole course of competing claims over effective time: who wins in which stretch. Claims are painted from the
 * strongest down onto the elementary intervals between all their bounds; `next` skips what is painted already, so a
 * case with thousands of claims costs n log n and not n².
 */
export function paint(claims: readonly Claim[], compare = compareStatements): WonStretch[] {
  return join(paintApart(claims, compare));
}

/** As {@link paint}, each stretch with its own winner: for those who go on to compare it with what others say. */
export function paintApart(claims: readonly Claim[], compare = compareStatements): WonStretch[] {
  if (claims.every(({ statement }) => statement.to === null)) return paintOpen(claims, compare);
  const bounds = [
    ...new Set(claims.flatMap(({ statement: { from, to } }) => (to === null ? [from] : [from, to]))),
  ].sort();
  const slot = new Map(bounds.map((bound, index) => [bound, index]));
  const next = Int32Array.from({ length: bounds.length + 1 }, (_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (next[at] !== at) {
      next[at] = next[next[at] ?? at] ?? at;
      at = next[at] ?? at;
    }
    return at;
  };
  const winners = new Array<Claim | undefined>(bounds.length).fill(undefined);
  for (const claim of [...claims].sort((a, b) => compare(b.statement, a.statement))) {
    const { statement } = claim;
    const end = statement.to === null ? bounds.length : (slot.get(statement.to) ?? bounds.length);
    for (let at = find(slot.get(statement.from) ?? 0); at < end; at = find(at)) {
      winners[at] = claim;
      next[at] = at + 1;
    }
  }
  return winners.flatMap((winner, index) => {
    if (winner === undefined || winner === winners[index - 1]) return [];
    let end = index + 1;
    while (winners[end] === winner) end++;
    return { from: bounds[index] as Instant, to: bounds[end] ?? null, ...winner };
  });
}

/** Claims without an end, as nearly all are: in the order in which they begin, each bound is the strongest's so far. */
function paintOpen(claims: readonly Claim[], compare: typeof compareStatements): WonStretch[] {
  const [only] = claims;
  if (only !== undefined && claims.length === 1) return [{ from: only.statement.from, to: null, ...only }];
  const isInOrder = claims.every(
    ({ statement }, index) => index === 0 || statement.from >= (claims[index - 1]?.statement.from ?? ''),
  );
  const begun = isInOrder
    ? claims
    : [...claims].sort((a, b) =>
        a.statement.from === b.statement.from ? 0 : a.statement.from < b.statement.from ? -1 : 1,
      );
  const won: { from: Instant; to: Instant | null; value: Json; statement: Statement }[] = [];
  let strongest: Claim | undefined;
  for (const claim of begun) {
    const { from } = claim.statement;
    if (strongest !== undefined) {
      // One event may say more than one thing: as everywhere, its first word counts.
      const order = compare(claim.statement, strongest.statement) || claims.indexOf(strongest) - claims.indexOf(claim);
      if (order <= 0) continue;
      const last = won.at(-1);
      if (last?.from === from) won.pop();
      else if (last !== undefined) last.to = from;
    }
    strongest = claim;
    won.push({ from, to: null, ...claim });
  }
  return won;
}

/** Joins neighbours of equal value. */
function join(apart: WonStretch[]): WonStretch[] {
  if (apart.length < 2) return apart;
  const stretches: { from: Instant; to: Instant | null; value: Json; statement: Statement }[] = [];
  for (const { from, to, value, statement } of apart) {
    const last = stretches.at(-1);
    if (last?.to === from && isEqual(last.value, value)) last.to = to;
    else stretches.push({ from, to, value, statement });
  }
  return stretches;
}

const isEqual = (a: Json, b: Json): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** The course of one attribute among what was known. */
export function courseOf(row: AssertionRow, attribute: string, knownAt: Instant | null): WonStretch[] {
  return paint(claimsOf(row, attribute, knownAt));
}

/** The stretch that covers the moment. */
export function stretchAt<S extends Stretch<unknown>>(stretches: readonly S[], at: Instant): S | undefined {
  return stretches.find(({ from, to }) => (from === null || from <= at) && (to === null || at < to));
}
