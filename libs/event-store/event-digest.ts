import { createHash } from 'node:crypto';
import type { EventDigest, StoredEvent } from './event-store.js';

/** The digest of an event that was read whole; `readDigests` gives the same of it. */
export function digestOf(event: StoredEvent): EventDigest {
  const { eventId, type, metadata, data, stream, revision, position, recordedAt, bucket } = event;
  const dataHash = createHash('sha256').update(data).digest();
  return { eventId, type, metadata, dataHash, isForgotten: false, stream, revision, position, recordedAt, bucket };
}
