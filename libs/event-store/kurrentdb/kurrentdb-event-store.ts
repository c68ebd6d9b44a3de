import type { Pool } from 'pg';
import { AppendLane, DEFAULT_QUEUE_LIMIT } from '../append-lane.js';
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
import { digestOf } from '../event-digest.js';
import { readingUntil } from '../patience.js';
import { untilEither } from '../subscription.js';
import { openConnection, type ClusterConnection } from './cluster-connection.js';
import { ridingOutClusterFaults } from './cluster-faults.js';
import { ClusterReader } from './cluster-reader.js';
import { followCluster } from './cluster-subscription.js';
import { ClusterWriter } from './cluster-writer.js';
import { FlushSender } from './flush-sender.js';
import { PlacementIndex } from './placement-index.js';
import { StreamNames } from './stream-names.js';

const PATIENCE_MS = 5_000;
const NET_MS = 500;
/** Longer than the ten seconds after which the server itself gives an append up. */
const SILENCE_MS = 15_000;
/** Longer than a flush may take, with all its patience. */
const LONGEST_HOLD_MS = 30_000;

/** Settings of the KurrentDB store. */
export interface KurrentDbOptions {
  /** `esdb://`, `esdb+discover://` or the same with `kurrentdb`; credentials, TLS and time-outs stand in it. */
  readonly url: string;
  /** The database beside the cluster, with the migrations of this lib: it knows which ids and streams there are. */
  readonly pool: Pool;
  /** Begins the names of our streams on a cluster that others use as well; default none. */
  readonly prefix?: string;
  /** Events that may wait to be written before StoreBusy. */
  readonly queueLimit?: number;
  /** How long a fault is ridden out before StoreUnavailable; default five seconds. */
  readonly patienceMs?: number;
  /** How long a subscription hears nothing before it reads whether it should have; default half a second. */
  readonly netMs?: number;
  /** How long the cluster may owe the answer to an append before its connection is given up; default 15 seconds. */
  readonly silenceMs?: number;
  /** How long another process may write one flush before its connection to the database is cut; default 30 seconds. */
  readonly longestHoldMs?: number;
  /** Told of faults that were ridden out, for the log. */
  readonly onFault?: (fault: unknown) => void;
}

/** The event store in a KurrentDB or EventStoreDB cluster. Opening it touches nothing: the first use connects. */
export function openKurrentDbEventStore(options: KurrentDbOptions): EventStore {
  return new KurrentDbEventStore(options);
}

class KurrentDbEventStore implements EventStore {
  readonly #closing = new AbortController();
  readonly #patienceMs: number;
  readonly #netMs: number;
  readonly #onFault: (fault: unknown) => void;
  readonly #connection: ClusterConnection;
  readonly #names: StreamNames;
  readonly #lane: AppendLane;
  readonly #index: PlacementIndex;
  readonly #reader: ClusterReader;
  readonly #writer: ClusterWriter;

  constructor({ url, pool, prefix = '', onFault = () => undefined, ...options }: KurrentDbOptions) {
    this.#patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.#netMs = options.netMs ?? NET_MS;
    this.#onFault = onFault;
    this.#connection = openConnection(url, onFault);
    const { client } = this.#connection;
    this.#names = new StreamNames(prefix);
    this.#reader = new ClusterReader(client, this.#names);
    this.#index = new PlacementIndex(pool);
    const { silenceMs = SILENCE_MS, longestHoldMs = LONGEST_HOLD_MS } = options;
    const sender = new FlushSender(this.#connection, this.#names, this.#reader, silenceMs);
    const writer = new ClusterWriter(pool, this.#index, sender, this.#reader, this.#patienceMs, longestHoldMs);
    this.#writer = writer;
    this.#lane = new AppendLane((requests) => writer.write(requests), options.queueLimit ?? DEFAULT_QUEUE_LIMIT);
  }

  append(request: AppendRequest): Promise<AppendOutcome> {
    return this.#lane.append(request);
  }

  appendAll(requests: readonly AppendRequest[]): Promise<AppendOutcome[]> {
    return this.#lane.appendAll(requests);
  }

  /** An id on its way into the log is waited for: "not stored" must not become untrue a moment later. */
  lookUp(eventIds: readonly string[]): Promise<Map<string, EventTrace>> {
    return this.#ridingOut(async () => {
      const { traces, isInFlight } = await this.#index.lookUp(eventIds);
      if (!isInFlight) return traces;
      await this.#writer.settle();
      return (await this.#index.lookUp(eventIds)).traces;
    });
  }

  readStream(stream: string, options?: ReadStreamOptions): Promise<StoredEvent[]> {
    return this.#ridingOut(() => this.#reader.readStream(stream, options));
  }

  readStreams(streams: readonly string[]): Promise<StoredEvent[]> {
    return this.#ridingOut(() => this.#reader.readStreams(streams));
  }

  /** Found by the index, as in {@link lookUp}, and read one by one from their streams: the cluster knows no event by its id. */
  async readEvents(eventIds: readonly string[]): Promise<StoredEvent[]> {
    await this.lookUp(eventIds);
    return this.#ridingOut(async () => this.#reader.readPlaced(await this.#index.placesOf(eventIds)));
  }

  readAll(after: number, limit: number, filter?: EventFilter): Promise<EventPage> {
    return this.#ridingOut(() => this.#reader.readAll(after, limit, filter));
  }

  async readDigests(after: number | null, limit: number): Promise<EventDigest[]> {
    const events: StoredEvent[] = [];
    // A page may hold nothing of ours, or less than was asked for, before the end of the log.
    for (let [from, isAtEnd] = [after ?? 0, false]; !isAtEnd && events.length < limit;) {
      const page = await this.readAll(from, limit - events.length);
      for (const event of page.events) events.push(event);
      [from, isAtEnd] = [page.checkpoint, page.caughtUp];
    }
    return events.map(digestOf);
  }

  async *subscribe(options: SubscribeOptions): AsyncGenerator<EventPage, void, void> {
    const [ending, leave] = untilEither(options.signal, this.#closing.signal);
    const feed = {
      client: this.#connection.client,
      names: this.#names,
      onFault: this.#onFault,
      netMs: this.#netMs,
      readPage: (after: number, limit: number) =>
        readingUntil(ending, () => this.readAll(after, limit, options.filter), this.#onFault),
    };
    try {
      yield* followCluster(feed, ending, options);
    } finally {
      leave();
    }
  }

  head(): Promise<number> {
    return this.#ridingOut(() => this.#reader.head());
  }

  countAfter(position: number): Promise<number> {
    return this.#ridingOut(() => this.#index.countAfter(position));
  }

  backlog(): Backlog {
    return this.#lane.backlog();
  }

  async close(): Promise<void> {
    await this.#lane.close();
    this.#closing.abort();
    await this.#writer.close();
    await this.#connection.release();
  }

  #ridingOut<T>(work: () => Promise<T>): Promise<T> {
    return ridingOutClusterFaults(this.#patienceMs, work);
  }
}
