import type { AppendRequest, EventStore } from '#event-store';
import { ROWS_PER_STATEMENT, sampleEvent, sampleStream, timed, type AppendFigure } from './append-limit.js';

/** How the measured appends are made. */
export interface AppendLoad {
  readonly seconds?: number;
  /** Callers at a time; together they keep the lane full. */
  readonly callers?: number;
  /** Events each caller sends at once. */
  readonly eventsPerCall?: number;
}

/**
 * Append alone: callers that each send batches over many streams, as intake does, through the coalescing lane. A round
 * is 20 flushes' worth, so that the start and end of a round weigh little.
 */
export async function measureAppend(store: EventStore, load: AppendLoad = {}): Promise<AppendFigure> {
  const { seconds = 5, callers = 16, eventsPerCall = 100 } = load;
  const perRound = ROWS_PER_STATEMENT * 20;
  const batches = perRound / eventsPerCall;
  return timed(
    seconds,
    async (round) => {
      const requests = requestsOf(round, perRound);
      const calls = Array.from({ length: batches }, (_, n) =>
        requestsBetween(requests, n * eventsPerCall, eventsPerCall),
      );
      return async () => {
        let next = 0;
        const call = async (): Promise<void> => {
          for (let batch = calls[next++]; batch !== undefined; batch = calls[next++]) {
            const outcomes = await store.appendAll(batch);
            if (outcomes.some(({ status }) => status !== 'ok')) throw new Error('an append of the benchmark failed');
          }
        };
        await Promise.all(Array.from({ length: callers }, call));
      };
    },
    perRound,
  );
}

/** One event a request, as intake sends them; streams as in the limit. */
function requestsOf(round: number, events: number): AppendRequest[] {
  return Array.from({ length: events }, (_, index) => {
    const statement = round * (events / ROWS_PER_STATEMENT) + Math.floor(index / ROWS_PER_STATEMENT);
    return {
      stream: sampleStream(statement, index % ROWS_PER_STATEMENT),
      expectedRevision: 'any',
      events: [sampleEvent()],
    };
  });
}

function requestsBetween(requests: readonly AppendRequest[], start: number, count: number): AppendRequest[] {
  return requests.slice(start, start + count);
}
