import { OVERBLIK_SOURCE, uuidV5, type DataOf, type Instant, type InternalEventName } from '#contracts';
import type { AppendRequest, EventStore } from '#event-store';
import { sealPlain, streamName, type StoredMetadata } from '#personal-data';

/** The authority of acts on what belongs to none. */
const NO_AUTHORITY = '00000000';

type OperationName = Extract<InternalEventName, `operation.${string}`>;

type Acted =
  | { readonly quarantineId: string }
  | { readonly parkedId: string }
  | { readonly gapId: string }
  | { readonly holdId: string }
  | { readonly denialId: string }
  | { readonly investigationId: string }
  | { readonly signalId: string }
  | { readonly actId: string };

/** What an act was done with: an entry of the quarantine, a parked key, a gap, a hold, a denial …; else the act itself. */
function objectOf(data: Acted): string {
  if ('parkedId' in data) return data.parkedId;
  if ('gapId' in data) return data.gapId;
  if ('holdId' in data) return data.holdId;
  if ('denialId' in data) return data.denialId;
  if ('investigationId' in data) return data.investigationId;
  if ('signalId' in data) return data.signalId;
  return 'actId' in data ? data.actId : data.quarantineId;
}

/** An act of intake or of an operator, in the stream of what it was done with; done twice, it is stored once. */
export function operationEvent<N extends OperationName>(
  name: N,
  authority: string | null,
  data: DataOf<N>,
  now: Instant,
): AppendRequest {
  const objectId = objectOf(data);
  const metadata: StoredMetadata = {
    authority: authority ?? NO_AUTHORITY,
    source: OVERBLIK_SOURCE,
    id: `${objectId}#${name}`,
    objectId,
    time: now,
    effectiveFrom: now,
  };
  return {
    stream: streamName('operation', authority ?? NO_AUTHORITY, objectId),
    expectedRevision: 'any',
    events: [
      {
        eventId: uuidV5(objectId, name),
        type: name,
        metadata: JSON.stringify(metadata),
        data: sealPlain(JSON.stringify(data)),
      },
    ],
  };
}

/** Writes acts into the log, for libs that know nothing of it. */
export const actTeller =
  (store: Pick<EventStore, 'append'>) =>
  <N extends OperationName>(...act: Parameters<typeof operationEvent<N>>): Promise<unknown> =>
    store.append(operationEvent(...act));
