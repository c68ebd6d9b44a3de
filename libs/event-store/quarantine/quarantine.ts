import type { Instant, Problem } from '#contracts';

/** `open` waits for an operator; `accepted` was mended and stored, or overtaken by other content; `discarded` by an operator. */
export type QuarantineStatus = 'open' | 'accepted' | 'discarded';

/** An event that was refused, as intake hands it over. What could not be read from it is null. */
export interface RefusedEvent {
  readonly quarantineId: string;
  /** Null also where the sender spoke for a foreign authority: it must not show in that authority's list. */
  readonly authority: string | null;
  readonly source: string | null;
  readonly id: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly sequence: string | null;
  /** Keyed hash of authority, source and id (of the whole event where it has none). */
  readonly eventKeyHash: string;
  /** Keyed hash of the content: the same content again is the same entry. */
  readonly contentHash: string;
  readonly receivedAt: Instant;
  readonly problem: Problem;
  /** The event as sent, encrypted by intake; null where it may not be kept. */
  readonly body: Buffer | null;
}

/** An entry of the quarantine. */
export interface QuarantineEntry extends RefusedEvent {
  readonly status: QuarantineStatus;
}

/** Which entries to list, newest last; `after` is the `next` of the page before. */
export interface QuarantineQuery {
  readonly status?: QuarantineStatus;
  readonly authorities?: readonly string[];
  readonly sources?: readonly string[];
  readonly subject?: string;
  readonly rule?: string;
  readonly after?: string;
  readonly limit: number;
}

/** A page of entries; `next` is null on the last. */
export interface QuarantinePage {
  readonly entries: readonly QuarantineEntry[];
  readonly next: string | null;
}

/** Whose entries are to be forgotten. */
export interface PurgedObject {
  readonly authority: string;
  /** `<family>/<uuid>`, lower case. */
  readonly subject: string;
  /** Given where the uuid is the source's own, as a party's is: another source's is another object. */
  readonly source?: string;
}

/** Keeps what intake refused until an operator has dealt with it. */
export interface Quarantine {
  /** Keeps each event, or names the entry that holds the same content already (its problem is renewed). In order. */
  keep(events: readonly RefusedEvent[]): Promise<QuarantineEntry[]>;
  find(quarantineId: string): Promise<QuarantineEntry | null>;
  list(query: QuarantineQuery): Promise<QuarantinePage>;
  /** Open entries of these events by key hash: those that an accepted event would close. */
  openOf(eventKeyHashes: readonly string[]): Promise<Map<string, QuarantineEntry[]>>;
  /** Closes one open entry; false where it is not open (any more). */
  settle(quarantineId: string, status: 'accepted' | 'discarded'): Promise<boolean>;
  /** Closes every open entry of events that have been accepted with other content; tells how many. */
  settleAccepted(eventKeyHashes: readonly string[]): Promise<number>;
  /** Throws away what was sent of the entries of a purged object; tells how many. */
  forgetBodies(object: PurgedObject): Promise<number>;
  /** Throws away what was sent of these entries; tells how many. */
  forgetBodiesOf(quarantineIds: readonly string[]): Promise<number>;
  /** How many are open, for status and metrics. */
  countOpen(): Promise<number>;
}
