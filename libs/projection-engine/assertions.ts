import type { Instant } from '#contracts';
import { compareStatements, covers, type Statement } from './statement.js';

/** Whatever a row can keep: plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One claim about one attribute: the index of the statement that makes it, and the value (null: "there is none"). */
export type Assertion = readonly [statement: number, value: Json];

/**
 * A row of a read model: everything that was ever claimed about one object. It is a set, so any order of arrival of
 * the same events gives the same row but for the order inside, and no resolving looks at that.
 */
export interface AssertionRow {
  statements: Statement[];
  attributes: Record<string, Assertion[]>;
  /** Position of the last event folded in: a replayed page changes nothing. */
  lastPosition: number;
  /** A purged object keeps nothing but this, in whatever order its events come. */
  purged: boolean;
}

/** When to look: what applied at `asOf`, among what had been recorded by `knownAt` (null: all we have). */
export interface ViewMoment {
  readonly asOf: Instant;
  readonly knownAt: Instant | null;
}

/** A stretch of effective time in which one claim wins. `from` null is the beginning of time, `to` null no end. */
export interface Stretch<T> {
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly value: T;
}

export const emptyRow = (): AssertionRow => ({ statements: [], attributes: {}, lastPosition: 0, purged: false });

/** Adds the event's statement to the row and returns its index for {@link claim}. */
export function remember(row: AssertionRow, statement: Statement): number {
  return row.statements.push(statement) - 1;
}

/** Claims a value of an attribute; null says "none". */
export function claim(row: AssertionRow, statement: number, attribute: string, value: Json): void {
  (row.attributes[attribute] ??= []).push([statement, value]);
}

const isKnown = (statement: Statement, knownAt: Instant | null): boolean =>
  knownAt === null || statement.recordedAt <= knownAt;

function statementOf(row: AssertionRow, assertion: Assertion): Statement {
  const statement = row.statements[assertion[0]];
  if (statement === undefined) throw new RangeError('an assertion names a statement that its row does not have');
  return statement;
}

/** The name of the attribute that says whether the object is there. */
export const EXISTS = 'exists';

/**
 * What a founding event leaves out is absent where the event is sent again: the first one, in the order of registration,
 * says nothing of it. Else what was registered before it, or at the same time, would be lost.
 */
export function isLeftOut(row: AssertionRow, statement: Statement, value: Json, knownAt: Instant | null): boolean {
  if (value !== null) return false;
  let first: Statement | undefined;
  for (const [index, exists] of row.attributes[EXISTS] ?? []) {
    const founding = row.statements[index];
    if (exists !== true || founding === undefined || !isKnown(founding, knownAt)) continue;
    if (first === undefined || compareStatements(founding, first) < 0) first = founding;
  }
  return first !== undefined && compareStatements(statement, first) === 0;
}

/** The assertion of the attribute that wins at the moment, with its statement; undefined where none covers it. */
export function winnerAt(
  row: AssertionRow,
  attribute: string,
  moment: ViewMoment,
): { statement: Statement; value: Json } | undefined {
  let best: { statement: Statement; value: Json } | undefined;
  for (const assertion of row.attributes[attribute] ?? []) {
    const statement = statementOf(row, assertion);
    if (!covers(statement, moment.asOf) || !isKnown(statement, moment.knownAt)) continue;
    if (best !== undefined && compareStatements(statement, best.statement) <= 0) continue;
    if (!isLeftOut(row, statement, assertion[1], moment.knownAt)) best = { statement, value: assertion[1] };
  }
  return best;
}

/** The value that applies at the moment; undefined where nothing covers it, null where "none" was said. */
export function valueAt(row: AssertionRow, attribute: string, moment: ViewMoment): Json | undefined {
  return winnerAt(row, attribute, moment)?.value;
}

/** All assertions of an attribute that cover the moment, the winning one first. */
export function rankedAt(
  row: AssertionRow,
  attribute: string,
  moment: ViewMoment,
): { statement: Statement; value: Json }[] {
  return claimsOf(row, attribute, moment.knownAt)
    .filter(({ statement }) => covers(statement, moment.asOf))
    .sort((a, b) => compareStatements(b.statement, a.statement));
}

/** The known assertions of an attribute with their statements, in no particular order. */
export function claimsOf(
  row: AssertionRow,
  attribute: string,
  knownAt: Instant | null,
): { statement: Statement; value: Json }[] {
  const claims: { statement: Statement; value: Json }[] = [];
  for (const assertion of row.attributes[attribute] ?? []) {
    const statement = statementOf(row, assertion);
    const value = assertion[1];
    if (isKnown(statement, knownAt) && !isLeftOut(row, statement, value, knownAt)) claims.push({ statement, value });
  }
  return claims;
}

/** The names of the row's attributes that begin with the prefix. */
export function attributesUnder(row: AssertionRow, prefix: string): string[] {
  const names: string[] = [];
  for (const name of Object.keys(row.attributes)) if (name.startsWith(prefix)) names.push(name);
  return names;
}

/** The greatest registered time among what is known; undefined for a row that knows nothing then. */
export function latestTime(row: AssertionRow, knownAt: Instant | null): Instant | undefined {
  let latest: Instant | undefined;
  for (const statement of row.statements) {
    if (isKnown(statement, knownAt) && (latest === undefined || statement.time > latest)) latest = statement.time;
  }
  return latest;
}

/** The instants after `after` at which something the row knows begins or ends, ascending. */
export function boundariesAfter(row: AssertionRow, after: Instant): Instant[] {
  const found = new Set<Instant>();
  for (const { from, to } of row.statements) {
    if (from > after) found.add(from);
    if (to !== null && to > after) found.add(to);
  }
  return [...found].sort();
}
