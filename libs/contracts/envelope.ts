import type { DataOf, EventName, Family } from './catalogue.js';
import type { Instant } from './instants.js';

/** What every event says about itself, read from its CloudEvents attributes. Null is what was not sent. */
export interface Envelope<N extends EventName = EventName> {
  /** Id at the source, 1 to 128 characters; with authority and source the dedupe key. */
  readonly id: string;
  /** URI of the source system. */
  readonly source: string;
  /** Full CloudEvents type. */
  readonly type: string;
  readonly name: N;
  readonly family: Family;
  /** `<family>/<uuid>` as sent. */
  readonly subject: string;
  /** The uuid of the subject, lower case. */
  readonly objectId: string;
  /** CVR of the municipality that owns the data. */
  readonly authority: string;
  /** When the source registered it. */
  readonly time: Instant;
  /** From when it holds in the world; `time` where the source does not say. */
  readonly effectiveFrom: Instant;
  /** Until when it holds, exclusive. */
  readonly effectiveTo: Instant | null;
  /** Digits without leading zeros, at most 18 of them. */
  readonly sequence: string | null;
  readonly registeredBy: string | null;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly snapshotId: string | null;
  /** Back-fill: projections change, no advis is raised. */
  readonly silent: boolean;
  /** Attributes that the contract does not name, as sent. */
  readonly extensions: Readonly<Record<string, string | number | boolean>>;
}

/** An event that has passed its schema and its identifiers. */
export interface ContractEvent<N extends EventName = EventName> extends Envelope<N> {
  readonly data: DataOf<N>;
}

/** The events of all names as a union that `switch (event.name)` takes apart. */
export type AnyContractEvent = { [N in EventName]: ContractEvent<N> }[EventName];

/** An envelope whose type, subject and data have not been looked at yet. */
export interface EnvelopeDraft extends Omit<Envelope, 'name' | 'family' | 'objectId'> {
  readonly data: unknown;
}

/** What could be read of an event whose envelope fails: enough to list it in quarantine. Null where it was no usable text. */
export interface SeenAttributes {
  readonly id: string | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly subject: string | null;
  readonly authority: string | null;
}
