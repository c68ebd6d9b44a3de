import type { AppendRequest, EventStore } from '#event-store';
import { secondsSince } from './append-limit.js';
import type { LogRow } from './append-limit.js';

const CALLERS = 16;
const EVENTS_PER_CALL = 100;

/**
 * Append alone: rows that intake has sealed already, sent again into an empty store by callers that each send batches,
 * one event a request, through the coalescing lane. Returns the seconds it took.
 */
export async function appendAgain(store: EventStore, rows: readonly LogRow[]): Promise<number> {
  const calls: AppendRequest[][] = [];
  for (let at = 0; at < rows.length; at += EVENTS_PER_CALL)
    calls.push(rows.slice(at, at + EVENTS_PER_CALL).map(requestOf));
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let call = calls[next++]; call !== undefined; call = calls[next++]) {
      const outcomes = await store.appendAll(call);
      if (outcomes.some(({ status }) => status !== 'ok')) throw new Error('an append of the benchmark failed');
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return secondsSince(start);
}

function requestOf({ eventId, stream, type, metadata, data }: LogRow): AppendRequest {
  return { stream, expectedRevision: 'any', events: [{ eventId, type, metadata, data }] };
}
