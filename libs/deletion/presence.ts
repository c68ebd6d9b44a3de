import type { EventStore } from '#event-store';
import { streamName, type KeyVault } from '#personal-data';
import type { Target } from './scope.js';

/** Whether there is such an object that is not forgotten. */
export async function isThere(
  store: EventStore,
  vault: KeyVault,
  { family, authority, objectId }: Target,
): Promise<boolean> {
  const stream = streamName(family, authority, objectId);
  const record = (await vault.recordsOf([stream])).get(stream);
  if (record?.destroyed === true) return false;
  return (await store.readStream(stream, { limit: 1 })).length > 0;
}

/** The family of the object with this id in the authority, forgotten or not; null where there is none. */
export async function familyOf(
  vault: KeyVault,
  families: readonly string[],
  authority: string,
  objectId: string,
): Promise<string | null> {
  const streams = families.map((family) => streamName(family, authority, objectId));
  const records = await vault.recordsOf(streams);
  const found = streams.findIndex((stream) => records.has(stream));
  return families[found] ?? null;
}
