import type { Pool } from 'pg';
import { StoreRefused } from '../errors.js';
import type { AppendOutcome, AppendRequest } from '../event-store.js';
import { outcomeOf, ownDuplicateAsOk, parseRefusals, type Refusal } from '../postgres/judgement.js';
import { ridingOutClusterFaults } from './cluster-faults.js';
import type { ClusterReader } from './cluster-reader.js';
import { isInPieces, type FlushSender } from './flush-sender.js';
import type { Database, OpenFlush, PlacedEvent, PlacementIndex } from './placement-index.js';
import { WritingSession } from './writing-session.js';

type Result = AppendOutcome | Error;

/**
 * Writes flushes to the cluster. The database beside it judges them, and knows at any time which are under way:
 *
 * 1. under the lock, what an earlier flush left open is settled by looking into its streams;
 * 2. the flush is judged and noted, durably (which takes along the keys that were made for it);
 * 3. each request is sent, in order, with the exact revision it must find: sent again it is recognised, and a request
 *    that somebody else sent meanwhile makes it fail instead of standing beside it;
 * 4. where its events stand is noted, and the flush is ended. Where that is lost, step 1 finds it again.
 */
export class ClusterWriter {
  readonly #session: WritingSession;
  /** One at a time in this process: the lock is the session's, and would be given to it twice. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    pool: Pool,
    private readonly index: PlacementIndex,
    private readonly sender: FlushSender,
    private readonly reader: ClusterReader,
    private readonly patienceMs: number,
    longestHoldMs: number,
  ) {
    this.#session = new WritingSession(pool, longestHoldMs);
  }

  write(requests: readonly AppendRequest[]): Promise<Result[]> {
    return this.#inTurn(async () => {
      let headBefore: number | null = null;
      return ridingOutClusterFaults(this.patienceMs, async (attempt) => {
        const results = await this.#session.holding((session) =>
          this.#writeAll(session, requests, ({ head }) => (headBefore ??= head)),
        );
        const head = headBefore;
        if (attempt === 0 || head === null) return results;
        return results.map((result) => (result instanceof Error ? result : ownDuplicateAsOk(result, head)));
      });
    });
  }

  /** Finds out what flushes that were never ended have written. */
  settle(): Promise<void> {
    return this.#inTurn(() =>
      ridingOutClusterFaults(this.patienceMs, () => this.#session.holding((session) => this.#settle(session))),
    );
  }

  async close(): Promise<void> {
    await this.#turn.catch(() => undefined);
    await this.#session.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Each round leaves out what has its result: what could not be written, then what was. */
  async #writeAll(
    session: Database,
    requests: readonly AppendRequest[],
    onOpened: (flush: OpenFlush) => void,
  ): Promise<Result[]> {
    const results = new Map<AppendRequest, Result>();
    for (;;) {
      const rest = requests.filter((request) => !results.has(request));
      if (rest.length === 0) return requests.flatMap((request) => results.get(request) ?? []);
      const opening = await this.index.open(session, rest);
      if (opening.kind === 'unsettled') await this.#settle(session);
      else if (opening.kind === 'refused') await this.#noteRefused(session, opening.refused, rest, results, onOpened);
      else {
        onOpened(opening.flush);
        await this.#send(session, opening.flush, rest, results);
      }
    }
  }

  async #send(
    session: Database,
    flush: OpenFlush,
    requests: readonly AppendRequest[],
    results: Map<AppendRequest, Result>,
  ): Promise<void> {
    const { placed, moved, refused } = await this.sender.send(requests, flush);
    for (const [request, error] of refused) results.set(request, error);
    // A stream that is not where the index has it: somebody wrote without the lock, or the database is an older copy.
    const found = moved.size === 0 ? [] : await this.#eventsBeyondIndex(session, [...moved]);
    if (moved.size > 0 && found.length === 0) throw new StoreRefused('cluster-behind-index');
    const events = [...placed.values()].flat();
    await this.index.close(session, [flush.id], [...events, ...found]);
    for (const [request, own] of placed) results.set(request, okAt(own));
  }

  async #noteRefused(
    session: Database,
    refused: string,
    requests: readonly AppendRequest[],
    results: Map<AppendRequest, Result>,
    onOpened: (flush: OpenFlush) => void,
  ): Promise<void> {
    for (const refusal of parseRefusals(refused)) {
      const request = requests[refusal.request - 1];
      if (request === undefined) continue;
      const rest = await this.#restOf(request, refusal);
      const [written] = rest === null ? [] : await this.#writeAll(session, [rest], onOpened);
      const outcome = written ?? outcomeOf(refusal, request);
      const isDone = 'status' in outcome && outcome.status === 'ok';
      results.set(request, isDone && rest !== null ? { ...outcome, firstPosition: refusal.first } : outcome);
    }
  }

  /** A request of which only the beginning stands, since it was cut off between two of its pieces, is written to its end. */
  async #restOf(request: AppendRequest, { known, here, revision, head }: Refusal): Promise<AppendRequest | null> {
    const { stream, events } = request;
    if (known === null || known !== here || known >= events.length || revision !== head || !isInPieces(request))
      return null;
    const { traces } = await this.index.lookUp(events.slice(0, known).map(({ eventId }) => eventId));
    return traces.size === known ? { stream, expectedRevision: head, events: events.slice(known) } : null;
  }

  async #settle(session: Database): Promise<void> {
    const { ids, streams } = await this.index.openFlushes(session);
    if (ids.length === 0) return;
    await this.index.close(session, ids, await this.#eventsBeyondIndex(session, streams));
  }

  async #eventsBeyondIndex(session: Database, streams: readonly string[]): Promise<PlacedEvent[]> {
    const heads = await this.index.heads(session, streams);
    const next = [...heads].map(([stream, head]): [string, number] => [stream, head + 1]);
    return this.reader.readStreams(streams, new Map(next));
  }
}

function okAt(events: readonly PlacedEvent[]): AppendOutcome {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) throw new Error('a request was written without an event');
  return { status: 'ok', firstPosition: first.position, lastPosition: last.position, revision: last.revision };
}
