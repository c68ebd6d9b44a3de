import type { Instant, StoredEventName } from '#contracts';
import { PersonalDataError } from './errors.js';
import type { OpenedEnvelope, OpenedEvent, SealedEvent } from './identified.js';
import { mentionKey, openWith, Scheme } from './payload-seal.js';
import { idOfStream } from './stream-names.js';

/** What intake writes beside a payload; what is null there is left out. */
export interface StoredMetadata {
  readonly authority: string;
  readonly source: string;
  readonly id: string;
  readonly objectId: string;
  readonly time: Instant;
  readonly effectiveFrom: Instant;
  readonly effectiveTo?: Instant;
  readonly sequence?: string;
  readonly registeredBy?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly snapshotId?: string;
  readonly silent?: boolean;
  readonly extensions?: Readonly<Record<string, string | number | boolean>>;
  readonly contentHash?: string;
  /** Of a mention: the stream of the object it came by, whose key it needs too. */
  readonly viaStream?: string;
}

type FindKeys = (streams: readonly string[]) => Promise<ReadonlyMap<string, Buffer | null>>;

/** Opens a page: the keys of all its streams at once, then each payload. */
export async function openEvents(events: readonly SealedEvent[], findKeys: FindKeys): Promise<OpenedEvent[]> {
  const streams = new Set<string>();
  const metadata = events.map((event) => {
    const read = JSON.parse(event.metadata) as StoredMetadata;
    if (event.data[0] !== Scheme.plain) {
      streams.add(event.stream);
      if (read.viaStream !== undefined) streams.add(read.viaStream);
    }
    return read;
  });
  const keys = streams.size === 0 ? new Map<string, Buffer | null>() : await findKeys([...streams]);
  return events.map((event, index) => openEvent(event, metadata[index] as StoredMetadata, keys));
}

/** One literal, so that all events have one shape: to spread an envelope into it costs as much as to decrypt the event. */
function openEvent(
  event: SealedEvent,
  metadata: StoredMetadata,
  keys: ReadonlyMap<string, Buffer | null>,
): OpenedEvent {
  const json = payloadOf(event, metadata, keys);
  const { stream } = event;
  const opened: Opened = {
    name: event.type as StoredEventName,
    erased: json === null,
    data: json === null ? null : (JSON.parse(json) as unknown),
    position: event.position,
    recordedAt: event.recordedAt,
    stream,
    eventId: event.eventId,
    authority: metadata.authority,
    source: metadata.source,
    id: metadata.id,
    objectId: metadata.objectId,
    nodeId: stream.startsWith('party-') || stream.startsWith('mention-') ? idOfStream(stream) : null,
    time: metadata.time,
    effectiveFrom: metadata.effectiveFrom,
    effectiveTo: metadata.effectiveTo ?? null,
    sequence: metadata.sequence ?? null,
    registeredBy: metadata.registeredBy ?? null,
    correlationId: metadata.correlationId ?? null,
    causationId: metadata.causationId ?? null,
    snapshotId: metadata.snapshotId ?? null,
    silent: metadata.silent ?? false,
    contentHash: metadata.contentHash ?? null,
  };
  // What was stored under a name passed that name's schema when it came.
  return opened as OpenedEvent;
}

/** An opened event before its data is believed to be what its name says. */
type Opened = OpenedEnvelope & { readonly name: StoredEventName; readonly erased: boolean; readonly data: unknown };

function payloadOf(
  event: SealedEvent,
  metadata: StoredMetadata,
  keys: ReadonlyMap<string, Buffer | null>,
): string | null {
  const { data, stream, eventId } = event;
  switch (data[0]) {
    case Scheme.plain:
      return data.toString('utf8', 1);
    case Scheme.stream: {
      const key = keyOf(keys, stream);
      return key && openWith(key, eventId, data);
    }
    case Scheme.mention: {
      const own = keyOf(keys, stream);
      const via = keyOf(keys, metadata.viaStream ?? '');
      return own && via && openWith(mentionKey(own, via), eventId, data);
    }
    case undefined:
    default:
      throw new PersonalDataError('UNKNOWN_SCHEME', 'A stored payload is of a layout this version does not know.');
  }
}

/** A key that was never made cannot have sealed anything: the table and the log do not belong together. */
function keyOf(keys: ReadonlyMap<string, Buffer | null>, stream: string): Buffer | null {
  const key = keys.get(stream);
  if (key === undefined) throw new PersonalDataError('KEY_MISSING', 'A stored event has a stream without a key.');
  return key;
}
