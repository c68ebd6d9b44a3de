import { OVERBLIK_SOURCE, uuidV5, type DataOf, type Instant, type InternalEventName } from '#contracts';
import type { AppendRequest } from '#event-store';
import { sealPlain, streamName, type StoredMetadata } from '#personal-data';

/** The authority of acts on what belongs to none. */
const NO_AUTHORITY = '00000000';

type OperationName = Extract<InternalEventName, `operation.${string}`>;

/** An act of intake or of an operator, in the stream of its quarantine entry; done twice, it is stored once. */
export function operationEvent<N extends OperationName>(
  name: N,
  authority: string | null,
  data: DataOf<N> & { readonly quarantineId: string },
  now: Instant,
): AppendRequest {
  const { quarantineId } = data;
  const metadata: StoredMetadata = {
    authority: authority ?? NO_AUTHORITY,
    source: OVERBLIK_SOURCE,
    id: `${quarantineId}#${name}`,
    objectId: quarantineId,
    time: now,
    effectiveFrom: now,
  };
  return {
    stream: streamName('operation', authority ?? NO_AUTHORITY, quarantineId),
    expectedRevision: 'any',
    events: [
      {
        eventId: uuidV5(quarantineId, name),
        type: name,
        metadata: JSON.stringify(metadata),
        data: sealPlain(JSON.stringify(data)),
      },
    ],
  };
}
