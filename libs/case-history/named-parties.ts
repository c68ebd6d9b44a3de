import type { Pool } from 'pg';
import { uuidV5 } from '#contracts';
import type { OpenedRecord } from '#projection-engine';
import { BARE_NODE, NOW, type OverviewQueries, type Scope } from '#read-models/queries';
import { shownNumber, type NamedParty } from './told-data.js';

/** A party of which nothing may be told. */
export const unnamed = (nodeId: string): NamedParty | null => ({
  id: nodeId,
  kind: 'person',
  identifier: { type: 'other', value: '' },
  name: null,
  nameProtected: true,
});

/** The names and numbers by which the events named parties, by mention; protected parties' names are not among them. */
export async function namedParties(
  pool: Pool,
  events: readonly OpenedRecord[],
  queries: OverviewQueries,
  scope: Scope,
): Promise<Map<string, NamedParty>> {
  const mentionIds = events.flatMap((event) =>
    event.erased
      ? []
      : Array.from({ length: referencesIn(event.data) }, (_, index) => uuidV5(event.eventId, `mention|${index}`)),
  );
  if (mentionIds.length === 0) return new Map();
  const { rows } = await pool.query<{
    event_id: string;
    party_id: string;
    kind: string;
    type: string;
    value: string;
    name: string | null;
  }>(
    `select m.event_id, n.party_id, m.kind, m.type, m.value, m.name from overview.mention m join overview.party_node n on n.node_id = m.node_id
      where m.event_id = any($1::uuid[])`,
    [mentionIds],
  );
  const parties = await queries.partiesByIds([...new Set(rows.map(({ party_id: id }) => id))], scope, NOW, BARE_NODE);
  return new Map(
    rows.map((row) => {
      const nameProtected = parties.get(row.party_id)?.['nameProtected'] !== false;
      return [
        row.event_id,
        {
          id: row.party_id,
          kind: row.kind,
          identifier: { type: row.type, value: shownNumber(row.type, row.value) },
          name: nameProtected ? null : row.name,
          nameProtected,
        },
      ];
    }),
  );
}

/** How many parties the data of an event names. */
export function referencesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + referencesIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  if ('partyId' in value) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + referencesIn(item), 0);
}
