import type { Pool } from 'pg';
import type { EventStore } from '#event-store';
import { streamName, subjectNodeId, type KeyVault, type StoredMetadata } from '#personal-data';
import { EXISTS, loadRows, readerOf, served, stateTable, valueAt, type AssertionRow } from '#projection-engine';
import { partyStatements } from '#read-models/projections';
import { comparableFamilies } from './families.js';
import { NAMED, namedBy, type SnapshotFindings } from './snapshot-findings.js';

/** Where the present objects of a family lie, with their id and their source. */
const CURRENT: Readonly<Record<string, { readonly table: string; readonly id: string }>> = {
  case: { table: 'overview.case_current', id: 'case_id' },
  document: { table: 'overview.document_current', id: 'document_id' },
  'journal-note': { table: 'overview.note_current', id: 'note_id' },
  grant: { table: 'overview.grant_current', id: 'grant_id' },
  payment: { table: 'overview.payment_current', id: 'payment_id' },
  service: { table: 'overview.service_current', id: 'service_id' },
  unit: { table: 'overview.unit_current', id: 'unit_id' },
};

interface Asking {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly authority: string;
  readonly source: string;
}

/** Rows and streams looked at together. */
const AT_ONCE = 500;

/**
 * What we have of the source, of the families that the snapshot counts, and it did not name, as `<family>/<uuid>`. What came after the snapshot
 * had begun is not among it: the source had no reason to name it.
 */
export async function missingThere(asking: Asking, snapshot: SnapshotFindings): Promise<string[]> {
  if (snapshot.completedAt === null) return [];
  const found: string[] = [];
  for (const family of Object.keys(snapshot.announced))
    found.push(
      ...(family === 'party'
        ? await partiesMissing(asking, snapshot)
        : await objectsMissing(asking, snapshot, family)
      ).map((id) => `${family}/${id}`),
    );
  return found;
}

async function objectsMissing(
  { pool, authority, source }: Asking,
  snapshot: SnapshotFindings,
  family: string,
): Promise<string[]> {
  const place = CURRENT[family];
  const comparable = comparableFamilies[family as keyof typeof comparableFamilies];
  if (place === undefined || comparable === undefined) return [];
  const { rows } = await pool.query<{ id: string }>(
    `select substr(object, length($4) + 1) as id from (
       select $4 || c.${place.id}::text as object from ${place.table} c
        where c.authority = $1 and c.source = $2 and c.valid_from <= now() and c.valid_to > now()
       except ${NAMED}) as unnamed`,
    [authority, source, snapshot.snapshotId, `${family}/`],
  );
  const ids = rows.map(({ id }) => id);
  const kept = await knownBefore(
    pool,
    comparable.projection.name,
    ids.map((id) => `${authority}/${id}`),
    snapshot,
  );
  return ids.filter((id) => kept.has(`${authority}/${id}`));
}

/** A party's row is found by its node, and only its events know which uuid it has at the source. */
async function partiesMissing(asking: Asking, snapshot: SnapshotFindings): Promise<string[]> {
  const { pool, store, vault, authority, source } = asking;
  const keys = vault.authority(authority);
  const nodes = (await namedBy(pool, authority, source, snapshot.snapshotId))
    .filter((object) => object.startsWith('party/'))
    .map((object) => subjectNodeId(keys, source, object.slice('party/'.length)));
  const { rows } = await pool.query<{ key: string }>(
    `select s.key from overview.${stateTable(partyStatements.name).name} s
      where s.state::json ->> 'authority' = $1 and s.state::json ->> 'source' = $2
     except select unnest($3::text[])`,
    [authority, source, nodes],
  );
  const kept = await knownBefore(
    pool,
    partyStatements.name,
    rows.map(({ key }) => key),
    snapshot,
  );
  const subjects: string[] = [];
  const streams = [...kept].map((node) => streamName('party', authority, node));
  for (let from = 0; from < streams.length; from += AT_ONCE) {
    const seen = new Set<string>();
    for (const { stream, metadata } of await store.readStreams(streams.slice(from, from + AT_ONCE))) {
      if (seen.has(stream)) continue;
      seen.add(stream);
      subjects.push((JSON.parse(metadata) as StoredMetadata).objectId);
    }
  }
  return subjects;
}

/** Those of the rows that were there when the snapshot began, and are there still. */
async function knownBefore(
  pool: Pool,
  projection: string,
  keys: readonly string[],
  { begunAt }: SnapshotFindings,
): Promise<Set<string>> {
  const kept = new Set<string>();
  const then = { asOf: begunAt, knownAt: begunAt };
  const isThere = (row: AssertionRow, moment: { asOf: string; knownAt: string | null }): boolean =>
    !row.purged && valueAt(row, EXISTS, moment) === true;
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const rows = await loadRows(readerOf(pool), served.of(stateTable(projection)), keys.slice(from, from + AT_ONCE));
    const now = `${new Date().toISOString().slice(0, -1)}000Z`;
    for (const [key, { row }] of rows)
      if (isThere(row, then) && isThere(row, { asOf: now, knownAt: null })) kept.add(key);
  }
  return kept;
}
