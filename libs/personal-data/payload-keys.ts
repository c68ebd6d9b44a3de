import type { SealedEvent } from './identified.js';
import type { StoredMetadata } from './open-events.js';
import { mentionKey, Scheme } from './payload-seal.js';

/** What opens a stored payload: nothing where it lies open, `destroyed` where nothing ever will. */
export type PayloadKey = Buffer | 'open' | 'destroyed';

/** The key of each payload by itself, for whoever is to open these and no others: what an export hands out. */
export async function payloadKeys(
  events: readonly SealedEvent[],
  findKeys: (streams: readonly string[]) => Promise<ReadonlyMap<string, Buffer | null>>,
): Promise<PayloadKey[]> {
  const via = events.map(({ metadata }) => (JSON.parse(metadata) as StoredMetadata).viaStream);
  const streams = new Set([...events.map(({ stream }) => stream), ...via.flatMap((stream) => stream ?? [])]);
  const keys = await findKeys([...streams]);
  return events.map(({ stream, data }, index): PayloadKey => {
    if (data[0] === Scheme.plain) return 'open';
    const own = keys.get(stream) ?? null;
    if (data[0] === Scheme.stream) return own ?? 'destroyed';
    const other = keys.get(via[index] ?? '') ?? null;
    return own === null || other === null ? 'destroyed' : mentionKey(own, other);
  });
}
