import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { createRebuilding, readGenerations, sweepVocabulary } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { DeletionRefused } from './errors.js';

/** What was rewritten. */
export interface Compacted {
  readonly tables: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** With what tables are rewritten; `onTable` hears of each. */
export interface CompactOptions {
  readonly pool: Pool;
  readonly eventStore: EventStore;
  readonly vault: KeyVault;
  readonly onTable?: (name: string, done: number, of: number) => void;
}

/** One process at a time. */
const LOCK = `hashtext('overblik.compact')`;
/** A transaction that is open for so long keeps deleted rows alive, and the rewritten table would have them still. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 100;
const SILENT = { info: () => undefined, warn: () => undefined };

/** What holds plain text of what was told, or keys to it; the logs hold ciphertext, and are never rewritten. */
const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and (n.nspname in ('overview', 'overview_data', 'oversight')
     or (n.nspname = 'overblik' and c.relname in ('object_key', 'access_key', 'quarantine_entry', 'retention_hold')))
   order by pg_total_relation_size(c.oid), 1`;

/**
 * Rewrites every table that may hold what was erased, with its indexes and long values, so that no byte of it is left in their
 * files: PostgreSQL keeps deleted rows in its pages, also after VACUUM. Readers and writers of a table wait while it is
 * rewritten. What erasures left behind is taken along: words in doubt, and generations that are kept to go back to.
 * @throws DeletionRefused where a rebuild is under way, or a transaction that began before stays open
 */
export async function compact(options: CompactOptions): Promise<Compacted> {
  const client = await options.pool.connect();
  try {
    // Whoever waits within a statement has a snapshot, and the one that rewrites would wait for that.
    while (!(await isMyTurn(client))) await sleep(LOOK_EVERY_MS);
    return await rewriteAll(client, options);
  } finally {
    // With the connection the lock goes, whatever happened to it.
    client.release(true);
  }
}

async function isMyTurn(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${LOCK}) as mine`);
  return rows[0]?.mine === true;
}

async function rewriteAll(
  client: PoolClient,
  { pool, eventStore, vault, onTable }: CompactOptions,
): Promise<Compacted> {
  const generations = (await isProjected(client)) ? await readGenerations(client) : [];
  if (generations.some(({ status }) => status === 'building' || status === 'catching-up'))
    throw new DeletionRefused('REBUILD_UNDERWAY', 'a read model is being rebuilt: compact when that is done');
  const rebuilding = createRebuilding({ pool, store: eventStore, vault, readModels, log: SILENT });
  const kept = new Set(generations.filter(({ status }) => status === 'kept').map(({ name }) => name));
  for (const name of kept) await rebuilding.retire(name);
  if (generations.length > 0) await sweepVocabulary(pool);
  const { rows: begun } = await client.query<{ at: string }>('select clock_timestamp() as at');
  await untilNobodySeesOlder(client);
  const { rows: tables } = await client.query<{ name: string }>(TABLES);
  const bytesBefore = await sizeOf(client, tables);
  for (const [index, { name }] of tables.entries()) {
    onTable?.(name, index, tables.length);
    await client.query(`vacuum (full) ${name}`);
  }
  await clearOfficeOf(client);
  await client.query(
    `insert into overblik.compaction (id, at) values (1, $1) on conflict (id) do update set at = excluded.at`,
    [begun[0]?.at],
  );
  return { tables: tables.length, bytesBefore, bytesAfter: await sizeOf(client, tables) };
}

/** Before anything was projected there are no tables to rewrite. */
async function isProjected(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('overview.generation') is not null as known`,
  );
  return rows[0]?.known === true;
}

/**
 * VACUUM FULL copies deleted rows that a transaction under way could still see. Also one of another database on the server: a
 * snapshot that is taken here while it runs is as old as it.
 */
async function untilNobodySeesOlder(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
  const xid = rows[0]?.xid ?? '0';
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const { rows: seen } = await client.query<{ by: boolean }>(
      `select pg_snapshot_xmin(pg_current_snapshot()) <= $1::xid8
           or exists (select from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()
                and age(backend_xmin) >= age($1::xid8::xid)) as by`,
      [xid],
    );
    if (seen[0]?.by === false) return;
    if (waited >= PATIENCE_MS)
      throw new DeletionRefused(
        'NOT_YET_VISIBLE',
        'a transaction of long ago is still open on the server: end it first',
      );
    await sleep(LOOK_EVERY_MS);
  }
}

/** The files of the old tables go with a checkpoint; the catalogue may hold statistics from before they were turned off. */
async function clearOfficeOf(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ super: boolean; mayCheckpoint: boolean }>(
    `select rolsuper as super, pg_has_role(oid, 'pg_checkpoint', 'usage') as "mayCheckpoint"
       from pg_roles where rolname = current_user`,
  );
  if (rows[0]?.super === true) await client.query('vacuum (full) pg_catalog.pg_statistic');
  if (rows[0]?.mayCheckpoint === true) await client.query('checkpoint');
}

async function sizeOf(client: PoolClient, tables: readonly { name: string }[]): Promise<number> {
  const { rows } = await client.query<{ bytes: string }>(
    'select coalesce(sum(pg_total_relation_size(t::regclass)), 0) as bytes from unnest($1::text[]) as t',
    [tables.map(({ name }) => name)],
  );
  return Number(rows[0]?.bytes);
}

/** Something was erased since tables were last rewritten, and that is long enough ago for once a day. */
const DUE = `
  select exists (select from overblik.object_key k where k.destroyed_at is not null
      and k.destroyed_at >= coalesce((select at from overblik.compaction), '-infinity'))
    and coalesce((select at from overblik.compaction), '-infinity') < now() - interval '20 hours' as due`;

/** Compacts once a day where something was erased; null where it did not, because another process does, or nothing is due. */
export async function compactWhenDue(options: CompactOptions): Promise<Compacted | null> {
  if (!(await isDue(options.pool))) return null;
  const client = await options.pool.connect();
  try {
    return (await isMyTurn(client)) && (await isDue(client)) ? await rewriteAll(client, options) : null;
  } finally {
    client.release(true);
  }
}

async function isDue(database: Pick<PoolClient, 'query'>): Promise<boolean> {
  const { rows } = await database.query<{ due: boolean }>(DUE);
  return rows[0]?.due === true;
}
