import { OVERBLIK_SOURCE, URL_NAMESPACE, uuidV5, type DataOf, type Instant } from '#contracts';
import type { NewEvent } from '#event-store';
import { sealPlain, streamName, type EndOfKeys, type StoredMetadata } from '#personal-data';
import { PARTY, type Target } from './scope.js';

type ErasureName = 'erasure.object-erased' | 'erasure.party-erased';

/** An erasure about to be written, or as it was. */
export interface ErasureEvent<N extends ErasureName = ErasureName> extends EndOfKeys {
  readonly type: N;
}

/** The stream in which the erasure of a target lies: an object's own; of a party one beside those that were his. */
export const erasureStream = ({ family, authority, objectId }: Target): string =>
  streamName(family === PARTY ? 'erasure' : family, authority, objectId);

/** An object is erased once: the same id however often and by whomever it is asked for. */
export const erasureId = (target: Target): string => uuidV5(URL_NAMESPACE, `erasure|${erasureStream(target)}`);

/** The event; plain, since it names nobody and must outlive every key. */
export function erasureEvent<N extends ErasureName>(
  type: N,
  target: Target,
  data: DataOf<N>,
  now: Instant,
): ErasureEvent<N> {
  const eventId = erasureId(target);
  const metadata: StoredMetadata = {
    authority: target.authority,
    source: OVERBLIK_SOURCE,
    id: eventId,
    objectId: target.objectId,
    time: now,
    effectiveFrom: now,
    registeredBy: data.by,
  };
  return {
    stream: erasureStream(target),
    eventId,
    type,
    metadata: JSON.stringify(metadata),
    data: JSON.stringify(data),
  };
}

/** As the store takes it. */
export const stored = ({ eventId, type, metadata, data }: EndOfKeys): NewEvent => ({
  eventId,
  type,
  metadata,
  data: sealPlain(data),
});
