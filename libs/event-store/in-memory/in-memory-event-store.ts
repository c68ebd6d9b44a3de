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
import { followLog } from '../subscription.js';
import { InMemoryLog } from './in-memory-log.js';

const POLL_MS = 500;

/** Settings of the in-memory store. */
export interface InMemoryOptions {
  /** Default: an empty log of its own. */
  readonly log?: InMemoryLog;
  readonly queueLimit?: number;
}

/** An event store that lives and dies with the process: for tests and trials. */
export function openInMemoryEventStore(options: InMemoryOptions = {}): EventStore {
  return new InMemoryEventStore(options);
}

class InMemoryEventStore implements EventStore {
  readonly #log: InMemoryLog;
  readonly #lane: AppendLane;
  readonly #closing = new AbortController();

  constructor({ log = new InMemoryLog(), queueLimit = DEFAULT_QUEUE_LIMIT }: InMemoryOptions) {
    this.#log = log;
    this.#lane = new AppendLane((requests) => Promise.resolve(log.write(requests)), queueLimit);
  }

  append(request: AppendRequest): Promise<AppendOutcome> {
    return this.#lane.append(request);
  }

  appendAll(requests: readonly AppendRequest[]): Promise<AppendOutcome[]> {
    return this.#lane.appendAll(requests);
  }

  lookUp(eventIds: readonly string[]): Promise<Map<string, EventTrace>> {
    const found = eventIds.flatMap((id) => this.#log.byId.get(id) ?? []);
    return Promise.resolve(
      new Map(
        found.map(({ eventId, position, recordedAt, stream, metadata }) => [
          eventId,
          { position, recordedAt, stream, metadata },
        ]),
      ),
    );
  }

  readStream(stream: string, { from, limit, backwards = false }: ReadStreamOptions = {}): Promise<StoredEvent[]> {
    const events = this.#log.byStream.get(stream) ?? [];
    const range = backwards ? events.slice(0, (from ?? events.length) + 1).reverse() : events.slice(from ?? 0);
    return Promise.resolve(range.slice(0, limit ?? range.length));
  }

  readStreams(streams: readonly string[]): Promise<StoredEvent[]> {
    const events = [...new Set(streams)].flatMap((stream) => this.#log.byStream.get(stream) ?? []);
    return Promise.resolve(events.sort((one, other) => one.position - other.position));
  }

  readEvents(eventIds: readonly string[]): Promise<StoredEvent[]> {
    const events = [...new Set(eventIds)].flatMap((id) => this.#log.byId.get(id) ?? []);
    return Promise.resolve(events.sort((one, other) => one.position - other.position));
  }

  readAll(after: number, limit: number, filter?: EventFilter): Promise<EventPage> {
    return Promise.resolve(this.#log.page(after, limit, filter));
  }

  readDigests(after: number | null, limit: number): Promise<EventDigest[]> {
    return Promise.resolve(this.#log.page(after ?? 0, limit).events.map(digestOf));
  }

  subscribe(options: SubscribeOptions): AsyncIterable<EventPage> {
    const feed = {
      readPage: (after: number, limit: number) => this.readAll(after, limit, options.filter),
      changes: this.#log.changes,
      pollMs: POLL_MS,
      closing: this.#closing.signal,
    };
    return followLog(feed, options);
  }

  head(): Promise<number> {
    return Promise.resolve(this.#log.head);
  }

  countAfter(position: number): Promise<number> {
    return Promise.resolve(Math.max(0, this.#log.head - position));
  }

  backlog(): Backlog {
    return this.#lane.backlog();
  }

  async close(): Promise<void> {
    await this.#lane.close();
    this.#closing.abort();
  }
}
