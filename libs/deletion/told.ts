import type { DataOf } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';

/** By what an access entry is known to tell of what is erased. */
export interface AccessTraces {
  readonly authority: string;
  /** Ids of objects, parties and their nodes. */
  readonly ids: ReadonlySet<string>;
  /** Names of a person. */
  readonly names: readonly string[];
}

/** Makes the names, numbers and search texts of such entries unreadable; tells how many. */
export type ForgetAccess = (traces: AccessTraces) => Promise<number>;

type ErasureData = DataOf<'erasure.object-erased'> | DataOf<'erasure.party-erased'>;

/** What access entries may tell of it; read while the keys are there still. */
export async function toldOf(
  authority: string,
  streams: readonly string[],
  data: ErasureData,
  { store, vault }: { readonly store: EventStore; readonly vault: KeyVault },
): Promise<AccessTraces> {
  if (!('partyId' in data)) return { authority, ids: new Set([data.objectId]), names: [] };
  const nodes = [...data.subjects, ...data.numbers].map(({ nodeId }) => nodeId);
  // What was said of a number is known by the node that the number had first.
  const ids = new Set([data.partyId, ...nodes, ...(await vault.formerNodesOf(nodes))]);
  const names = new Set<string>();
  for (const { data: said } of await vault.open(await store.readStreams(streams))) {
    if (said !== null && 'name' in said && typeof said.name === 'string') names.add(said.name);
  }
  return { authority, ids, names: [...names] };
}
