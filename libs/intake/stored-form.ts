import type { AppendRequest } from '#event-store';
import { mentionKey, sealPlain, sealWith, type MentionDraft, type StoredMetadata, type StreamRecord } from '#personal-data';
import { isPurge } from './admission.js';
import type { FitEvent } from './judge.js';

type Records = ReadonlyMap<string, StreamRecord>;

/** The mentions of an event and the event itself, sealed; in this order, so that whoever reads it knows its parties. */
export function storedForm(fit: FitEvent, records: Records): AppendRequest[] {
  const { event, eventId, stream, contentHash } = fit;
  const base = metadataOf(fit);
  const json = JSON.stringify(fit.stored);
  const isPlain = isPurge(fit) || event.family === 'source';
  const carrier: AppendRequest = {
    stream,
    expectedRevision: 'any',
    events: [
      {
        eventId,
        type: event.name,
        metadata: JSON.stringify({ ...base, contentHash }),
        data: isPlain ? sealPlain(json) : sealWith(keyOf(records, stream), eventId, json),
      },
    ],
  };
  if (fit.mentions.length === 0) return [carrier];
  // Of a person whose stream is destroyed nothing more is written down.
  const mentions = fit.mentions.filter((draft) => records.get(draft.stream)?.destroyed !== true);
  return [...mentions.map((draft) => mentionForm(draft, fit, base, records)), carrier];
}

function mentionForm(draft: MentionDraft, fit: FitEvent, base: StoredMetadata, records: Records): AppendRequest {
  const key = mentionKey(keyOf(records, draft.stream), keyOf(records, fit.stream));
  const metadata: StoredMetadata = { ...base, objectId: draft.nodeId, viaStream: fit.stream };
  return {
    stream: draft.stream,
    expectedRevision: 'any',
    events: [
      {
        eventId: draft.eventId,
        type: 'mention.recorded',
        metadata: JSON.stringify(metadata),
        data: sealWith(key, draft.eventId, JSON.stringify(draft.data), 2),
      },
    ],
  };
}

/** Null is left out: JSON.stringify drops what is undefined. */
function metadataOf({ event }: FitEvent): StoredMetadata {
  return {
    authority: event.authority,
    source: event.source,
    id: event.id,
    objectId: event.objectId,
    time: event.time,
    effectiveFrom: event.effectiveFrom,
    ...(event.effectiveTo !== null && { effectiveTo: event.effectiveTo }),
    ...(event.sequence !== null && { sequence: event.sequence }),
    ...(event.registeredBy !== null && { registeredBy: event.registeredBy }),
    ...(event.correlationId !== null && { correlationId: event.correlationId }),
    ...(event.causationId !== null && { causationId: event.causationId }),
    ...(event.snapshotId !== null && { snapshotId: event.snapshotId }),
    ...(event.silent && { silent: true }),
    ...(hasMembers(event.extensions) && { extensions: event.extensions }),
  };
}

/** Never falls back on plain text: without a key nothing is written. */
function keyOf(records: Records, stream: string): Buffer {
  const key = records.get(stream)?.key;
  if (!key) throw new Error('an event was about to be stored without a key for its stream');
  return key;
}

function hasMembers(object: object): boolean {
  for (const _name in object) return true;
  return false;
}
