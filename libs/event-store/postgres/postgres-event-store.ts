import type { Pool } from 'pg';
import { AppendLane, DEFAULT_QUEUE_LIMIT } from '../append-lane.js';
import { ChangeSignal } from '../change-signal.js';
import type {
  AppendOutcome,
  AppendRequest,
  Backlog,
  EventDigest,
  EventFilter,
  EventPage,
  EventStore,
  EventTrace,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
} from '../event-store.js';
import { readingUntil } from '../patience.js';
import { followLog } from '../subscription.js';
import type { LogName } from './append-function.js';
import { ridingOutFaults } from './faults.js';
import { FlushWriter } from './flush-writer.js';
import { LogListener } from './log-listener.js';
import { LogReader } from './log-reader.js';

export type { LogName } from './append-function.js';

const PATIENCE_MS = 5_000;
const POLL_MS = 500;

/** Settings of the PostgreSQL store; the database must have the migrations of this lib. */
export interface PostgresOptions {
  readonly pool: Pool;
  /** Default `events`. */
  readonly table?: LogName;
  /** Events that may wait to be written before StoreBusy. */
  readonly queueLimit?: number;
  /** How long a fault of the database is ridden out before StoreUnavailable; default five seconds. */
  readonly patienceMs?: number;
  /** How long a subscription sleeps at most without being woken; default half a second. */
  readonly pollMs?: number;
  /** Told of faults that were ridden out, for the log. */
  readonly onFault?: (fault: unknown) => void;
}

/** The event store in PostgreSQL. Opening it touches nothing: the first use connects. */
export function openPostgresEventStore(options: PostgresOptions): EventStore {
  return new PostgresEventStore(options);
}

class PostgresEventStore implements EventStore {
  readonly #changes = new ChangeSignal();
  readonly #closing = new AbortController();
  readonly #patienceMs: number;
  readonly #pollMs: number;
  readonly #onFault: (fault: unknown) => void;
  readonly #pool: Pool;
  readonly #lane: AppendLane;
  readonly #reader: LogReader;
  readonly #listener: LogListener;

  constructor(options: PostgresOptions) {
    const { pool, table = 'events', patienceMs = PATIENCE_MS, pollMs = POLL_MS, onFault = () => undefined } = options;
    this.#patienceMs = patienceMs;
    this.#pollMs = pollMs;
    this.#onFault = onFault;
    this.#pool = pool;
    const writer = new FlushWriter(pool, table, patienceMs);
    this.#lane = new AppendLane(async (requests) => {
      const outcomes = await writer.write(requests);
      this.#changes.raise();
      return outcomes;
    }, options.queueLimit ?? DEFAULT_QUEUE_LIMIT);
    this.#reader = new LogReader(pool, table);
    this.#listener = new LogListener(pool, table, this.#changes, onFault);
    // An idle connection that breaks is told to the pool; unheard, the event would end the process.
    pool.on('error', onFault);
  }

  append(request: AppendRequest): Promise<AppendOutcome> {
    return this.#lane.append(request);
  }

  appendAll(requests: readonly AppendRequest[]): Promise<AppendOutcome[]> {
    return this.#lane.appendAll(requests);
  }

  lookUp(eventIds: readonly string[]): Promise<Map<string, EventTrace>> {
    return this.#reading((reader) => reader.lookUp(eventIds));
  }

  readStream(stream: string, options: ReadStreamOptions = {}): Promise<StoredEvent[]> {
    return this.#reading((reader) => reader.readStream(stream, options));
  }

  readStreams(streams: readonly string[]): Promise<StoredEvent[]> {
    return this.#reading((reader) => reader.readStreams(streams));
  }

  readEvents(eventIds: readonly string[]): Promise<StoredEvent[]> {
    return this.#reading((reader) => reader.readEvents(eventIds));
  }

  readAll(after: number, limit: number, filter?: EventFilter): Promise<EventPage> {
    return this.#reading((reader) => reader.readAll(after, limit, filter));
  }

  readDigests(after: number | null, limit: number): Promise<EventDigest[]> {
    return this.#reading((reader) => reader.readDigests(after, limit));
  }

  subscribe(options: SubscribeOptions): AsyncIterable<EventPage> {
    this.#listener.start();
    const feed = {
      readPage: (after: number, limit: number, ending: AbortSignal) =>
        readingUntil(ending, () => this.readAll(after, limit, options.filter), this.#onFault),
      changes: this.#changes,
      pollMs: this.#pollMs,
      closing: this.#closing.signal,
    };
    return followLog(feed, options);
  }

  head(): Promise<number> {
    return this.#reading((reader) => reader.head());
  }

  /** Positions are dense here. */
  async countAfter(position: number): Promise<number> {
    return Math.max(0, (await this.head()) - position);
  }

  backlog(): Backlog {
    return this.#lane.backlog();
  }

  async close(): Promise<void> {
    await this.#lane.close();
    this.#closing.abort();
    await this.#listener.stop();
    this.#pool.off('error', this.#onFault);
  }

  #reading<T>(read: (reader: LogReader) => Promise<T>): Promise<T> {
    return ridingOutFaults(this.#patienceMs, () => read(this.#reader));
  }
}
