import type { Instant } from '#contracts';

/**
 * What a row remembers of one event: who said it, when it was registered, when it holds, and when we received it.
 * Attributes point to their statement, so an event that says ten things is remembered once.
 */
export interface Statement {
  /** Registered at the source (CloudEvents `time`). */
  readonly time: Instant;
  readonly sequence: string | null;
  readonly source: string;
  /** The source's event id. */
  readonly id: string;
  /** Effective period, half-open; `to` null is no end. */
  readonly from: Instant;
  readonly to: Instant | null;
  /** Recorded by our store. */
  readonly recordedAt: Instant;
}

/** Compares two integer texts; none is lowest. */
function compareSequence(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  const left = BigInt(a);
  const right = BigInt(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** JavaScript compares strings by UTF-16 unit; the rule says code point, which differs above U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xHigh = x >= 0xd800 && x <= 0xdfff;
    const yHigh = y >= 0xd800 && y <= 0xdfff;
    if (xHigh !== yHigh) return xHigh ? 1 : -1;
    return x - y;
  }
  return a.length - b.length;
}

/**
 * The total order of statements (6-semantics): registered time, then sequence, then source and id by code point.
 * Positive when `a` wins. Arrival has no part in it: that is why order of arrival cannot matter.
 */
export function compareStatements(a: Statement, b: Statement): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return (
    compareSequence(a.sequence, b.sequence) || compareCodePoints(a.source, b.source) || compareCodePoints(a.id, b.id)
  );
}

/** Whether the statement's effective period covers the moment (from ≤ t < to). */
export function covers(statement: Statement, at: Instant): boolean {
  return statement.from <= at && (statement.to === null || at < statement.to);
}

/** The rank of a statement as text whose order by code point (PostgreSQL's collation "C") is that of {@link compareStatements}. */
export function rankText({ time, sequence, source, id }: Statement): string {
  const padded = sequence === null ? '' : BigInt(sequence).toString().padStart(18, '0');
  return [time, padded, source, id].join('\u0001');
}
