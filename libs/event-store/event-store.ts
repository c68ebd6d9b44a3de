import type { Instant } from '#contracts';

/** An event as it is handed to the store. The store reads neither `metadata` nor `data`. */
export interface NewEvent {
  /** UUID; appending it again is harmless. */
  readonly eventId: string;
  /** Short name such as `case.registered`. */
  readonly type: string;
  /** JSON text, kept as it is. */
  readonly metadata: string;
  readonly data: Buffer;
}

/** An event as it was stored. */
export interface StoredEvent extends NewEvent {
  readonly stream: string;
  /** Place in the stream, from 0, without holes. */
  readonly revision: number;
  /** Place in the log; rises in the order of commits, so a reader never passes an event still in flight. */
  readonly position: number;
  /** When it was stored, in UTC microseconds; never decreases with the position. */
  readonly recordedAt: Instant;
  /** Stable hash of the stream, 0–255, by which work can be divided. */
  readonly bucket: number;
}

/** An event with the SHA-256 of its data in the place of the data: what the seal needs of it. */
export interface EventDigest extends Omit<StoredEvent, 'data'> {
  readonly dataHash: Buffer;
  /** Only that hash is left of the data. */
  readonly isForgotten: boolean;
}

/** `any` asks nothing, `no-stream` that the stream is new, a number that it is the stream's last revision. */
export type ExpectedRevision = 'any' | 'no-stream' | number;

/** Events for one stream, written all or none. */
export interface AppendRequest {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** Where a request's events stand; `revision` is that of its last event. */
export interface Placement {
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly revision: number;
}

/**
 * How an append ended; the first that holds, in this order:
 * - `duplicate`: all of the request's ids stand in this stream already (whatever revision was expected);
 * - `idConflict`: some do, or one stands in another stream, or the request names one twice; nothing was written;
 * - `wrongRevision`: the stream is not where it was expected (`actual` is null where there is no stream); nothing was written;
 * - `ok`: written, durably.
 */
export type AppendOutcome =
  | ({ readonly status: 'ok' } & Placement)
  | ({ readonly status: 'duplicate' } & Placement)
  | { readonly status: 'wrongRevision'; readonly actual: number | null }
  | { readonly status: 'idConflict'; readonly eventId: string };

/** What is known of an event without reading its data. */
export interface EventTrace {
  readonly position: number;
  readonly recordedAt: Instant;
  readonly stream: string;
  readonly metadata: string;
}

/** Events must be of one of the types and of a stream with one of the prefixes; a member left out asks nothing. */
export interface EventFilter {
  readonly types?: readonly string[];
  readonly streamPrefixes?: readonly string[];
}

/** A page of the log. `checkpoint` is where to read on: with a filter it moves even when nothing matched. */
export interface EventPage {
  readonly events: readonly StoredEvent[];
  readonly checkpoint: number;
  /** The page ends at the head of the log. In a subscription: said once on reaching it, again only after falling behind. */
  readonly caughtUp: boolean;
}

/** How to read one stream. */
export interface ReadStreamOptions {
  /** First revision to read (the last one where `backwards`); default: the start (the end). */
  readonly from?: number;
  readonly limit?: number;
  readonly backwards?: boolean;
}

/** How to follow the log. */
export interface SubscribeOptions {
  readonly after: number;
  /** Events a page at most; default 1,000. */
  readonly batchSize?: number;
  readonly filter?: EventFilter;
  /** Aborting ends the iteration without an error. */
  readonly signal: AbortSignal;
}

/** What waits to be written. */
export interface Backlog {
  readonly events: number;
  readonly bytes: number;
  /** Above this many events an append is refused with StoreBusy. */
  readonly limit: number;
}

/** An append-only log of streams. The contract of every adapter is `eventStoreContract` in `#event-store/testing`. */
export interface EventStore {
  /** Concurrent appends are written together. Rejects with StoreBusy, StoreUnavailable, StoreRefused or StoreClosed. */
  append(request: AppendRequest): Promise<AppendOutcome>;
  /** Each request is judged alone, those of one stream in order; rejects with the first error once all are settled. */
  appendAll(requests: readonly AppendRequest[]): Promise<AppendOutcome[]>;
  /** Those of the ids that are stored. */
  lookUp(eventIds: readonly string[]): Promise<Map<string, EventTrace>>;
  /** Events of a stream by revision; none where there is no such stream. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<StoredEvent[]>;
  /** Events of several streams by position. */
  readStreams(streams: readonly string[]): Promise<StoredEvent[]>;
  /** Those of the ids that are stored, whole, by position. */
  readEvents(eventIds: readonly string[]): Promise<StoredEvent[]>;
  /** At most `limit` events after a position. */
  readAll(after: number, limit: number, filter?: EventFilter): Promise<EventPage>;
  /**
   * At most `limit` events after a position (null: from the very first) as they lie there, also what no other read would
   * meet: before the first position or beyond the head. What was never an instant has an empty `recordedAt`.
   */
  readDigests(after: number | null, limit: number): Promise<EventDigest[]>;
  /** Follows the log until aborted; faults of the connection are ridden out. Pulled, so a slow reader slows only itself. */
  subscribe(options: SubscribeOptions): AsyncIterable<EventPage>;
  /** The last position written, 0 where there is none. */
  head(): Promise<number>;
  /** How many events stand after a position; positions have holes where the log is a cluster's. */
  countAfter(position: number): Promise<number>;
  /** For back-pressure and metrics. */
  backlog(): Backlog;
  /** Takes no more, writes what is waiting, ends the subscriptions. The pool it was given stays open. */
  close(): Promise<void>;
}
