import type { Pool } from 'pg';
import { uuidV5 } from '#contracts';
import type { EventStore, StoredEvent } from '#event-store';
import { streamName, type KeyVault } from '#personal-data';
import { referencesIn } from './named-parties.js';

/** With what the stored events of an object are found. */
export interface RecordOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
}

/**
 * The events whose subject an object is, of all sources, and those into which intake moved the names and numbers that
 * they name: what history tells, as it is stored, by position. None where there is no such object.
 */
export async function storedRecord(
  { pool, store, vault }: RecordOptions,
  kind: 'case' | 'party',
  authority: string,
  id: string,
): Promise<StoredEvent[]> {
  const own = await store.readStreams(
    kind === 'case' ? [streamName('case', authority, id)] : await partyStreams(pool, authority, id),
  );
  const opened = await vault.open(own);
  const mentionIds = opened.flatMap(({ eventId, data }) =>
    Array.from({ length: referencesIn(data) }, (_, index) => uuidV5(eventId, `mention|${index}`)),
  );
  const traces = mentionIds.length === 0 ? new Map() : await store.lookUp(mentionIds);
  const streams = new Set([...traces.values()].map(({ stream }: { stream: string }) => stream));
  const mentioned = (await store.readStreams([...streams])).filter(({ eventId }) => traces.has(eventId));
  return [...own, ...mentioned].sort((one, other) => one.position - other.position);
}

/** The streams of all subjects that are this party now. */
async function partyStreams(pool: Pool, authority: string, id: string): Promise<string[]> {
  const { rows } = await pool.query<{ node_id: string }>(
    `select n.node_id from overview.party_node k join overview.party_node n on n.party_id = k.party_id
      where k.node_id = $1 and k.authority = $2 and n.is_subject`,
    [id, authority],
  );
  return rows.map(({ node_id: node }) => streamName('party', authority, node));
}
