import type { AppendRequest } from '#event-store';
import { secondsSince } from '../append-limit.js';
import type { LogRow } from '../append-limit.js';
import { uuidOf } from '../sample-words.js';

/** How events are handed to a store: so many callers, each with so many events a call. */
export interface Shape {
  readonly callers: number;
  readonly eventsPerCall: number;
  /** Streams a call writes to; a call of one stream is one request. */
  readonly streamsPerCall: number;
}

/** What one caller hands over at once: the rows as they shall stand, one list a stream. */
export type Call = readonly (readonly LogRow[])[];

/** Streams among which the events of a round are divided. */
const STREAMS = 400;

/**
 * Divides rows into calls, by caller: with new ids, in streams that are written by one caller only, so that nobody waits
 * for another's revision. The same rows for every store and for the limit.
 */
export function callsOf(rows: readonly LogRow[], shape: Shape, round: string, after: number): Call[][] {
  const { callers, eventsPerCall, streamsPerCall } = shape;
  const lists: Call[][] = Array.from({ length: callers }, () => []);
  const revisions = new Map<string, number>();
  for (let at = 0, number = 0; at < rows.length; at += eventsPerCall, number++) {
    const call: LogRow[][] = Array.from({ length: streamsPerCall }, () => []);
    rows.slice(at, at + eventsPerCall).forEach((row, index) => {
      const place = index % streamsPerCall;
      const stream = `case-${uuidOf(`${round}|${(number * streamsPerCall + place) % STREAMS}`)}`;
      const revision = revisions.get(stream) ?? 0;
      revisions.set(stream, revision + 1);
      const eventId = uuidOf(`${round}|${at + index}`);
      call[place]?.push({ ...row, stream, revision, eventId, position: after + at + index + 1 });
    });
    lists[number % callers]?.push(call.filter(({ length }) => length > 0));
  }
  return lists;
}

/** All rows of the calls, by position. */
export const rowsOf = (lists: readonly (readonly Call[])[]): LogRow[] =>
  lists.flat(3).sort((a, b) => a.position - b.position);

/** One stream's part of a call as a store is asked for it. */
export const requestOf = (rows: readonly LogRow[]): AppendRequest => ({
  stream: rows[0]?.stream ?? '',
  expectedRevision: 'any',
  events: rows.map(({ eventId, type, metadata, data }) => ({ eventId, type, metadata, data })),
});

/** Each row as a request of its own. */
export const requestsOf = (rows: readonly LogRow[]): AppendRequest[] => rows.map((row) => requestOf([row]));

/** The callers side by side, each with its next call when the last one is answered. Returns the seconds it took. */
export async function runCallers<T>(
  lists: readonly (readonly T[])[],
  call: (with_: T) => Promise<void>,
): Promise<number> {
  const start = performance.now();
  await Promise.all(
    lists.map(async (list) => {
      for (const each of list) await call(each);
    }),
  );
  return secondsSince(start);
}
