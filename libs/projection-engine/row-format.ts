import type { Instant } from '#contracts';
import type { Assertion, AssertionRow } from './assertions.js';
import type { Statement } from './statement.js';

/*
 * Rows are stored as compact JSON text: a statement is a tuple, sources are listed once, and an effective period that
 * begins when it was registered (nearly all do) is a 0. A row of forty events takes a third of the plain form.
 */
type PackedStatement = [
  time: Instant,
  sequence: string | 0,
  source: number,
  id: string,
  from: Instant | 0,
  to: Instant | 0,
  recordedAt: Instant,
];

interface PackedRow {
  s: PackedStatement[];
  o: string[];
  a: Record<string, Assertion[]>;
  p: number;
  x?: 1;
  [extra: string]: unknown;
}

/** The row as text for its state table. Members a read model adds to its row are kept as they are. */
export function packRow(row: AssertionRow): string {
  const { statements, attributes, lastPosition, purged, ...extra } = row;
  const sources: string[] = [];
  const packed: PackedRow = {
    ...extra,
    s: statements.map(({ time, sequence, source, id, from, to, recordedAt }) => {
      let at = sources.indexOf(source);
      if (at < 0) at = sources.push(source) - 1;
      return [time, sequence ?? 0, at, id, from === time ? 0 : from, to ?? 0, recordedAt];
    }),
    o: sources,
    a: attributes,
    p: lastPosition,
  };
  if (purged) packed.x = 1;
  return JSON.stringify(packed);
}

/** The inverse of {@link packRow}. */
export function unpackRow(text: string): AssertionRow {
  const { s, o, a, p, x, ...extra } = JSON.parse(text) as PackedRow;
  const statements = s.map(([time, sequence, source, id, from, to, recordedAt]): Statement => ({
    time,
    sequence: sequence === 0 ? null : sequence,
    source: o[source] ?? '',
    id,
    from: from === 0 ? time : from,
    to: to === 0 ? null : to,
    recordedAt,
  }));
  return { ...extra, statements, attributes: a, lastPosition: p, purged: x === 1 };
}
