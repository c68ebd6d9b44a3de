import type { Pool } from 'pg';
import { uuidV5 } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import { streamName, type KeyVault } from '#personal-data';
import type { ObjectName } from '#read-models/queries';
import { referencesIn } from './named-parties.js';

/** With what the stored events of an object are found. */
export interface RecordOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
}

/**
 * The events whose subject one of the objects is, of all sources, and those into which intake moved the names and numbers
 * that they name: what their histories tell, as it is stored, by position. None of an object that is not there.
 */
export async function storedRecord(
  { pool, store, vault }: RecordOptions,
  authority: string,
  objects: readonly ObjectName[],
): Promise<StoredEvent[]> {
  const streams: string[] = [];
  for (const { family, id } of objects) {
    if (family === 'party') streams.push(...(await partyStreams(pool, authority, id)));
    else streams.push(streamName(family, authority, id));
  }
  const own = await store.readStreams(streams);
  const opened = await vault.open(own);
  const mentionIds = opened.flatMap(({ eventId, data }) =>
    Array.from({ length: referencesIn(data) }, (_, index) => uuidV5(eventId, `mention|${index}`)),
  );
  const traces = mentionIds.length === 0 ? new Map() : await store.lookUp(mentionIds);
  const mentioning = new Set([...traces.values()].map(({ stream }: { stream: string }) => stream));
  const mentioned = (await store.readStreams([...mentioning])).filter(({ eventId }) => traces.has(eventId));
  return [...own, ...mentioned].sort((one, other) => one.position - other.position);
}

/** The streams of all subjects that are this party now, and where it was erased, that of the erasure. */
export async function partyStreams(pool: Pool, authority: string, id: string): Promise<string[]> {
  const { rows } = await pool.query<{ node_id: string; party_id: string; is_subject: boolean }>(
    `select n.node_id, n.party_id, n.is_subject from overview.party_node k
       join overview.party_node n on n.party_id = k.party_id where k.node_id = $1 and k.authority = $2`,
    [id, authority],
  );
  return [
    ...rows.flatMap((row) => (row.is_subject ? [streamName('party', authority, row.node_id)] : [])),
    ...new Set(rows.map(({ party_id: party }) => streamName('erasure', authority, party))),
  ];
}
