import { BACKWARDS, END, FORWARDS, START, type EventStoreDBClient } from '@eventstore/db-client';
import type { EventFilter, EventPage, ReadStreamOptions, StoredEvent } from '../event-store.js';
import { isMissingStream } from './cluster-faults.js';
import { requireReady, takeFrom } from './reading.js';
import type { StreamNames } from './stream-names.js';
import { positionOf, type WireEvent } from './wire-form.js';

/** Events a filtered read looks through at most: its answer time does not hang on how seldom the filter matches. */
const FILTER_WINDOW = 5_000;
/** At the end of the log there may be events of the server's own, or of those we share it with. */
const HEAD_WINDOWS = [16, 256, 4_096];
const STREAMS_AT_ONCE = 32;

/** A place of the log as the client wants it: each event is its own commit. */
export function placeOf(position: number): { commit: bigint; prepare: bigint } {
  return { commit: BigInt(position), prepare: BigInt(position) };
}

/** The reading half of the cluster adapter. */
export class ClusterReader {
  constructor(
    private readonly client: EventStoreDBClient,
    private readonly names: StreamNames,
  ) {}

  /** Our last event's position: the log is read backwards until one is met. */
  async head(): Promise<number> {
    let from: typeof END | ReturnType<typeof placeOf> = END;
    for (let round = 0; ; round++) {
      const maxCount = HEAD_WINDOWS[Math.min(round, HEAD_WINDOWS.length - 1)] ?? 1;
      let head = 0;
      let seen = 0;
      let last: WireEvent | undefined;
      const read = this.client.readAll({ direction: BACKWARDS, fromPosition: from, maxCount });
      const end = await takeFrom(read, ({ event }) => {
        seen++;
        last = event ?? last;
        head = this.names.ownEvent(event)?.position ?? 0;
        return head === 0;
      });
      if (end === 'enough' || last?.position === undefined || seen < maxCount) return head;
      from = last.position;
    }
  }

  /**
   * A page of the log. There is no filter in this call of the server's, so what does not match is read and left out; the
   * server gives the event at the position once more.
   */
  async readAll(after: number, limit: number, filter: EventFilter = {}): Promise<EventPage> {
    const isFiltered = filter.types !== undefined || filter.streamPrefixes !== undefined;
    const maxCount = (isFiltered ? Math.max(FILTER_WINDOW, limit) : limit) + 1;
    const fromPosition = after === 0 ? START : placeOf(after);
    const events: StoredEvent[] = [];
    let checkpoint = after;
    let seen = 0;
    const read = this.client.readAll({ direction: FORWARDS, fromPosition, maxCount });
    const end = await takeFrom(read, ({ event }) => {
      seen++;
      if (event?.position === undefined) return true;
      const position = positionOf(event.position);
      if (position <= after) return true;
      checkpoint = position;
      const own = this.names.ownEvent(event, filter);
      if (own !== null) events.push(own);
      return events.length < limit;
    });
    return { events, checkpoint, caughtUp: end === 'end' && seen < maxCount };
  }

  /**
   * A node that is starting says of streams that it has that they are not, when it refuses all else: only one that reads
   * the log as well is believed.
   */
  async readStream(stream: string, options: ReadStreamOptions = {}): Promise<StoredEvent[]> {
    if (options.limit === 0) return [];
    for (let isReady = false; ; isReady = true) {
      try {
        return await this.#readStream(stream, options);
      } catch (error) {
        if (!isMissingStream(error)) throw error;
        if (isReady) return [];
        await requireReady(this.client);
      }
    }
  }

  /**
   * Each stream once, a few at a time.
   * @param from first revision of those that are not read from their start
   */
  async readStreams(
    streams: readonly string[],
    from: ReadonlyMap<string, number> = new Map<string, number>(),
  ): Promise<StoredEvent[]> {
    const wanted = [...new Set(streams)];
    return this.#readMany(wanted, (stream) => this.readStream(stream, { from: from.get(stream) ?? 0 }));
  }

  /** The events at the places, a few at a time, by position. */
  readPlaced(places: readonly Pick<StoredEvent, 'stream' | 'revision'>[]): Promise<StoredEvent[]> {
    return this.#readMany(places, ({ stream, revision }) => this.readStream(stream, { from: revision, limit: 1 }));
  }

  async #readMany<T>(wanted: readonly T[], read: (each: T) => Promise<StoredEvent[]>): Promise<StoredEvent[]> {
    const left = [...wanted];
    const events: StoredEvent[] = [];
    const readSome = async (): Promise<void> => {
      for (let each = left.pop(); each !== undefined; each = left.pop())
        for (const event of await read(each)) events.push(event);
    };
    await Promise.all(Array.from({ length: STREAMS_AT_ONCE }, readSome));
    return events.sort((one, other) => one.position - other.position);
  }

  async #readStream(stream: string, { from, limit, backwards = false }: ReadStreamOptions): Promise<StoredEvent[]> {
    const read = this.client.readStream(this.names.there(stream), {
      direction: backwards ? BACKWARDS : FORWARDS,
      fromRevision: from === undefined ? (backwards ? END : START) : BigInt(from),
      ...(limit === undefined ? {} : { maxCount: limit }),
    });
    const events: StoredEvent[] = [];
    await takeFrom(read, ({ event }) => {
      const own = this.names.ownEvent(event);
      if (own !== null) events.push(own);
      return true;
    });
    return events;
  }
}
