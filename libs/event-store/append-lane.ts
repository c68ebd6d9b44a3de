import { StoreBusy, StoreClosed, StoreRefused, StoreUnavailable } from './errors.js';
import type { AppendOutcome, AppendRequest, Backlog } from './event-store.js';

/**
 * Writes requests together, or throws and has written none of them (or does not know: StoreUnavailable). An adapter that
 * writes them apart gives, for one that it will never write, the error in place of an outcome.
 */
export type WriteFlush = (requests: readonly AppendRequest[]) => Promise<(AppendOutcome | Error)[]>;

const FLUSH_EVENTS = 500;
const FLUSH_BYTES = 512 * 1024;
/** Requests looked past in search of more for a flush: bounds the work where they all wait for the same stream. */
const FLUSH_DEFERRED = 1_000;
const EVENT_OVERHEAD_BYTES = 100;
const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const STREAM_LENGTH = 500;
const NUL = '\0';
/** Streams and types that begin so are a cluster's own. */
const OF_THE_SERVER = '$';

/** Default of the most events that may wait. */
export const DEFAULT_QUEUE_LIMIT = 20_000;

interface Waiting {
  readonly request: AppendRequest;
  readonly bytes: number;
  readonly settle: (outcome: AppendOutcome) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The one lane by which a process writes: what arrives while a flush is on its way is written together by the next.
 * Requests of one stream are written in the order they came; a flush holds a stream once, unless each of the stream's
 * requests in it expects `any`, and an event id once, so that a repetition is judged when its original stands.
 */
export class AppendLane {
  readonly #write: WriteFlush;
  readonly #limit: number;
  #queue: Waiting[] = [];
  #events = 0;
  #bytes = 0;
  #isClosed = false;
  #run: Promise<void> | null = null;

  constructor(write: WriteFlush, limit: number = DEFAULT_QUEUE_LIMIT) {
    this.#write = write;
    this.#limit = limit;
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    this.#admit([request]);
    return this.#enqueue(request);
  }

  async appendAll(requests: readonly AppendRequest[]): Promise<AppendOutcome[]> {
    this.#admit(requests);
    const settled = await Promise.allSettled(requests.map((request) => this.#enqueue(request)));
    return settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }

  backlog(): Backlog {
    return { events: this.#events, bytes: this.#bytes, limit: this.#limit };
  }

  /** Takes no more and waits until all that was taken is settled. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#run;
  }

  /** All or none, before anything is queued. What alone is larger than the limit is taken when nothing else waits. */
  #admit(requests: readonly AppendRequest[]): void {
    if (this.#isClosed) throw new StoreClosed();
    let events = 0;
    for (const request of requests) {
      refuseUnfit(request);
      events += request.events.length;
    }
    if (this.#events > 0 && this.#events + events > this.#limit) throw new StoreBusy(this.#events, this.#limit);
  }

  #enqueue(request: AppendRequest): Promise<AppendOutcome> {
    const repeated = repeatedId(request);
    if (repeated !== null) return Promise.resolve({ status: 'idConflict', eventId: repeated });
    return new Promise((settle, fail) => {
      const bytes = sizeOf(request);
      this.#queue.push({ request, bytes, settle, fail });
      this.#events += request.events.length;
      this.#bytes += bytes;
      this.#run ??= this.#flushAll();
    });
  }

  async #flushAll(): Promise<void> {
    while (this.#queue.length > 0) {
      // A turn of the event loop lets the callers just answered, and those of the same tick, into this flush.
      if (this.#events < FLUSH_EVENTS) await new Promise(setImmediate);
      await this.#flush(this.#takeFlush());
    }
    this.#run = null;
  }

  #takeFlush(): Waiting[] {
    const flush: Waiting[] = [];
    const deferred: Waiting[] = [];
    const composer = new FlushComposer();
    let next = 0;
    for (; next < this.#queue.length && deferred.length < FLUSH_DEFERRED; next++) {
      const waiting = this.#queue[next];
      if (waiting === undefined || composer.isFullFor(waiting)) break;
      (composer.takes(waiting) ? flush : deferred).push(waiting);
    }
    this.#queue = deferred.concat(this.#queue.slice(next));
    return flush;
  }

  async #flush(flush: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#write(flush.map(({ request }) => request));
      flush.forEach((waiting, index) => this.#settle(waiting, outcomes[index]));
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#failAll(flush, error);
      else await this.#flushOneByOne(flush, error);
    }
  }

  /** One bad request must not fail its neighbours. What failed alone is not tried again. */
  async #flushOneByOne(flush: readonly Waiting[], error: unknown): Promise<void> {
    if (flush.length === 1) return flush.forEach((waiting) => this.#fail(waiting, error));
    for (const [index, waiting] of flush.entries()) {
      try {
        const [outcome] = await this.#write([waiting.request]);
        this.#settle(waiting, outcome);
      } catch (ownError) {
        if (ownError instanceof StoreUnavailable) return this.#failAll(flush.slice(index), ownError);
        this.#fail(waiting, ownError);
      }
    }
  }

  /** What waits behind a flush that could not be written has waited as long and would only wait longer. */
  #failAll(flush: readonly Waiting[], error: StoreUnavailable): void {
    const queued = this.#queue;
    this.#queue = [];
    for (const waiting of flush) this.#fail(waiting, error);
    for (const waiting of queued) this.#fail(waiting, error);
  }

  #settle(waiting: Waiting, outcome: AppendOutcome | Error | undefined): void {
    if (outcome === undefined) return this.#fail(waiting, new Error('the store gave no outcome for a request'));
    if (outcome instanceof Error) return this.#fail(waiting, outcome);
    this.#release(waiting);
    waiting.settle(outcome);
  }

  #fail(waiting: Waiting, error: unknown): void {
    this.#release(waiting);
    waiting.fail(error);
  }

  #release(waiting: Waiting): void {
    this.#events -= waiting.request.events.length;
    this.#bytes -= waiting.bytes;
  }
}

/** Decides which requests share a flush. */
class FlushComposer {
  readonly #ids = new Set<string>();
  /** Per stream whether it may be joined by more that expect `any`; false also where one of its requests was put off. */
  readonly #streams = new Map<string, boolean>();
  #events = 0;
  #bytes = 0;

  isFullFor({ request, bytes }: Waiting): boolean {
    if (this.#events === 0) return false;
    return this.#events + request.events.length > FLUSH_EVENTS || this.#bytes + bytes > FLUSH_BYTES;
  }

  takes({ request, bytes }: Waiting): boolean {
    const isAny = request.expectedRevision === 'any';
    const mayJoin = this.#streams.get(request.stream) ?? null;
    const isAccepted =
      (mayJoin === null || (mayJoin && isAny)) && !request.events.some(({ eventId }) => this.#ids.has(eventId));
    this.#streams.set(request.stream, isAccepted && isAny);
    if (!isAccepted) return false;
    for (const { eventId } of request.events) this.#ids.add(eventId);
    this.#events += request.events.length;
    this.#bytes += bytes;
    return true;
  }
}

/** What no adapter could keep is refused at the door, by all of them alike. */
function refuseUnfit({ stream, events }: AppendRequest): void {
  if (events.length === 0) throw new StoreRefused('no-events');
  if (isUnfitStream(stream)) throw new StoreRefused('stream');
  for (const { eventId, type, metadata } of events) {
    if (!EVENT_ID.test(eventId)) throw new StoreRefused('event-id');
    if (type === '' || type.startsWith(OF_THE_SERVER)) throw new StoreRefused('type');
    if (type.includes(NUL) || metadata.includes(NUL)) throw new StoreRefused('nul');
  }
}

function isUnfitStream(stream: string): boolean {
  return stream === '' || stream.length > STREAM_LENGTH || stream.startsWith(OF_THE_SERVER) || stream.includes(NUL);
}

function sizeOf(request: AppendRequest): number {
  let bytes = 0;
  for (const event of request.events) bytes += event.data.length + event.metadata.length + EVENT_OVERHEAD_BYTES;
  return bytes;
}

function repeatedId(request: AppendRequest): string | null {
  if (request.events.length === 1) return null;
  const seen = new Set<string>();
  for (const { eventId } of request.events) {
    if (seen.has(eventId)) return eventId;
    seen.add(eventId);
  }
  return null;
}
