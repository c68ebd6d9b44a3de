import type { AllStreamRecordedEvent, BinaryEventData, RecordedEvent } from '@eventstore/db-client';
import type { Instant } from '#contracts';
import type { NewEvent, StoredEvent } from '../event-store.js';
import { bucketOf } from '../stream-bucket.js';

/** An event as the client reads it, from a stream or from `$all`. */
export type WireEvent = AllStreamRecordedEvent | RecordedEvent;

/**
 * What the cluster keeps beside an event's data. Our metadata lies in it as text: the client parses what it reads, and
 * an object written out again need not have the bytes it had.
 */
interface Envelope {
  /** Stamped by us: the node's own clock has milliseconds, and may run back. */
  readonly recordedAt: Instant;
  readonly metadata: string;
}

/** Bytes that the server counts for an event beside its data and metadata, with room. */
const OVERHEAD_BYTES = 300;
/** Quotes in the metadata are escaped on the way. */
const ESCAPED = 1.2;

/** The event as it is sent. */
export function wireForm({ eventId, type, metadata, data }: NewEvent, recordedAt: Instant): BinaryEventData {
  const envelope: Envelope = { recordedAt, metadata };
  // Bytes, and plain ones: the client takes a Buffer for an object and writes it out as one.
  const bytes = Uint8Array.from(Buffer.from(JSON.stringify(envelope)));
  return { id: eventId, contentType: 'application/octet-stream', type, data, metadata: bytes };
}

/** About what the server counts against its limit for one append. */
export function wireSize({ metadata, data }: NewEvent): number {
  return data.length + Buffer.byteLength(metadata) * ESCAPED + OVERHEAD_BYTES;
}

/** The event as we know it; null for one that this program did not write. */
export function storedForm(event: WireEvent, stream: string): StoredEvent | null {
  const envelope = envelopeOf(event.metadata);
  if (envelope === null || event.position === undefined || !(event.data instanceof Uint8Array)) return null;
  const { buffer, byteOffset, byteLength } = event.data;
  return {
    eventId: event.id,
    type: event.type,
    metadata: envelope.metadata,
    data: Buffer.from(buffer, byteOffset, byteLength),
    stream,
    revision: Number(event.revision),
    position: positionOf(event.position),
    recordedAt: envelope.recordedAt,
    bucket: bucketOf(stream),
  };
}

/** Where an event stands in the log, in bytes from its beginning: a safe integer up to eight petabytes. */
export function positionOf({ commit }: { readonly commit: bigint }): number {
  return Number(commit);
}

function envelopeOf(metadata: unknown): Envelope | null {
  if (typeof metadata !== 'object' || metadata === null) return null;
  const { recordedAt, metadata: text } = metadata as Partial<Record<keyof Envelope, unknown>>;
  return typeof recordedAt === 'string' && typeof text === 'string' ? { recordedAt, metadata: text } : null;
}
