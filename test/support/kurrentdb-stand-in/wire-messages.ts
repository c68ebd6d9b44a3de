import { sharedPb, streamsPb } from './protocol.js';
import type { StoredEvent } from './stand-in-log.js';

const { ReadResp } = streamsPb;
const made = new WeakMap<StoredEvent, Uint8Array>();

type StreamIdentifier = InstanceType<typeof sharedPb.StreamIdentifier>;

function streamIdentifier(name: string): StreamIdentifier {
  return new sharedPb.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));
}

/** The name of a stream as a request has it. */
export function nameOf(identifier: StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

/** An event as reads and subscriptions send it. Made once for all readers. */
export function eventMessage(event: StoredEvent): Uint8Array {
  const known = made.get(event);
  if (known !== undefined) return known;
  const position = String(event.position);
  const record = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new sharedPb.UUID().setString(event.id))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  record.getMetadataMap().set('type', event.type).set('created', event.created).set('content-type', event.contentType);
  const read = new ReadResp.ReadEvent().setEvent(record).setCommitPosition(position);
  const bytes = new ReadResp().setEvent(read).serializeBinary();
  made.set(event, bytes);
  return bytes;
}

/** The first message of a subscription. */
export function confirmationMessage(id: string): Uint8Array {
  const confirmation = new ReadResp.SubscriptionConfirmation().setSubscriptionId(id);
  return new ReadResp().setConfirmation(confirmation).serializeBinary();
}

/** How far a filtered subscription has looked. */
export function checkpointMessage({ commit, prepare }: { commit: number; prepare: number }): Uint8Array {
  const checkpoint = new ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare));
  return new ReadResp().setCheckpoint(checkpoint).serializeBinary();
}

/** From here on the subscription is live. */
export function caughtUpMessage(): Uint8Array {
  return new ReadResp().setCaughtUp(new ReadResp.CaughtUp()).serializeBinary();
}

/** The only answer to reading a stream that is not there. */
export function streamNotFoundMessage(stream: string): Uint8Array {
  const notFound = new ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream));
  return new ReadResp().setStreamNotFound(notFound).serializeBinary();
}
