import type { AppendRequest } from '#event-store';
import {
  mentionKey,
  sealPlain,
  sealWith,
  type MentionDraft,
  type StoredMetadata,
  type StreamRecord,
} from '#personal-data';
import { isPurge } from './admission.js';
import type { FitEvent } from './judge.js';

type Records = ReadonlyMap<string, StreamRecord>;

/** The mentions of an event and the event itself, sealed; in this order, so that whoever reads it knows its parties. */
export function storedForm(fit: FitEvent, records: Records): AppendRequest[] {
  const { event, eventId, stream } = fit;
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
        metadata: JSON.stringify(base),
        data: isPlain ? sealPlain(json) : sealWith(keyOf(records, stream), eventId, json),
      },
    ],
  };
  if (fit.mentions.length === 0) return [carrier];
  // Of a person whose stream is destroyed nothing more is written down.
  const mentions = fit.mentions.filter((draft) => records.get(draft.stream)?.destroyed !== true);
  return [...mentions.map((draft) => mentionForm(draft, fit, base, records)), carrier];
}

function mentionForm(draft: MentionDraft, fit: FitEvent, base: Metadata, records: Records): AppendRequest {
  const key = mentionKey(keyOf(records, draft.stream), keyOf(records, fit.stream));
  const metadata: Metadata = { ...base, objectId: draft.nodeId, viaStream: fit.stream, contentHash: undefined };
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

type Metadata = { readonly [K in keyof StoredMetadata]: StoredMetadata[K] | undefined };

/** What is undefined is left out when it is written. */
function metadataOf({ event, contentHash }: FitEvent): Metadata {
  return {
    authority: event.authority,
    source: event.source,
    id: event.id,
    objectId: event.objectId,
    time: event.time,
    effectiveFrom: event.effectiveFrom,
    effectiveTo: event.effectiveTo ?? undefined,
    sequence: event.sequence ?? undefined,
    registeredBy: event.registeredBy ?? undefined,
    correlationId: event.correlationId ?? undefined,
    causationId: event.causationId ?? undefined,
    snapshotId: event.snapshotId ?? undefined,
    silent: event.silent || undefined,
    extensions: hasMembers(event.extensions) ? event.extensions : undefined,
    contentHash,
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
