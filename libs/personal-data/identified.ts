import type { DataOf, Instant, StoredEventName } from '#contracts';

/** Where a PartyRef stood before intake moved name and number into the person's own stream. */
export interface IdentifiedParty {
  readonly partyId: string;
}

/** Party event values that intake gives a node beside what the source sent. */
export interface IdentifiedNumber {
  readonly value: string;
  readonly nodeId: string;
}

type ShapeOfPartyRef = { kind: string; identifier: { type: string; value: string } };
type ShapeOfIdentifier = { type: string; value: string };

/**
 * The stored form of an event's data: every PartyRef is `{partyId}`; in party events each identifier `{type, value}`
 * carries its `nodeId` and `otherKindNodeId`, `into` is joined by `intoNodeId`, `pNumbers` are `{value, nodeId}`.
 */
// A mention is shaped like a PartyRef but is the stored form already: it has its node.
export type Identified<T> = T extends { nodeId: string }
  ? T
  : T extends ShapeOfPartyRef
    ? IdentifiedParty
    : T extends ShapeOfIdentifier
      ? T & { readonly nodeId: string; readonly otherKindNodeId: string }
      : T extends readonly (infer Item)[]
        ? Identified<Item>[]
        : T extends object
          ? IdentifiedFields<T> & (T extends { into: string } ? { readonly intoNodeId: string } : unknown)
          : T;

type IdentifiedFields<T> = {
  [K in keyof T]: K extends 'pNumbers' ? WithNumbers<T[K]> : Identified<T[K]>;
};

type WithNumbers<T> = T extends readonly string[] ? IdentifiedNumber[] : T;

/** What every opened event tells, whatever its type; metadata is parsed once. */
export interface OpenedEnvelope {
  readonly position: number;
  readonly recordedAt: Instant;
  readonly stream: string;
  readonly eventId: string;
  readonly authority: string;
  readonly source: string;
  /** The source's own id of the event. */
  readonly id: string;
  /** The uuid of the subject; of a mention the node it names. */
  readonly objectId: string;
  /** The identity node of a party event's subject or of a mention; null for other families. */
  readonly nodeId: string | null;
  readonly time: Instant;
  readonly effectiveFrom: Instant;
  readonly effectiveTo: Instant | null;
  readonly sequence: string | null;
  readonly registeredBy: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly snapshotId: string | null;
  readonly silent: boolean;
  readonly contentHash: string | null;
}

/** A stored event that can be read. */
export interface ReadableEvent<N extends StoredEventName = StoredEventName> extends OpenedEnvelope {
  readonly name: N;
  readonly erased: false;
  readonly data: Identified<DataOf<N>>;
}

/** A stored event whose key is destroyed: that it was there is told, what it said is gone. */
export interface ErasedEvent<N extends StoredEventName = StoredEventName> extends OpenedEnvelope {
  readonly name: N;
  readonly erased: true;
  readonly data: null;
}

/** A stored event as its readers meet it; discriminated by `erased`, and by `name` where N is a union. */
export type OpenedEvent<N extends StoredEventName = StoredEventName> = N extends StoredEventName
  ? ReadableEvent<N> | ErasedEvent<N>
  : never;

/** What the store hands out and the vault opens. */
export interface SealedEvent {
  readonly eventId: string;
  readonly type: string;
  readonly stream: string;
  readonly position: number;
  readonly recordedAt: Instant;
  readonly metadata: string;
  readonly data: Buffer;
}
