import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { textArray } from '#event-store';
import { openDataSource } from '../data-source.js';
import { StoresFault } from '../errors.js';
import { checkMasterKey, checkValue } from '../key-check.js';
import { createPool } from '../postgres-pool.js';
import { refuseInUse } from '../store-in-use.js';
import { readManifest, type BackedUpTable, type Manifest } from './manifest.js';

/** Where a backup is put back. */
export interface RestoreOptions {
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  readonly folder: string;
  readonly onRows?: (rows: number, of: number) => void;
}

const ROWS_AT_ONCE = 2_000;
/** Of a store that was opened and never used these alone have rows; the backup's take their place. */
const HAVE_ROWS_AT_ONCE = ['log_position', 'event_log_home', 'key_root', 'seal_installation'];

/**
 * Puts the tables of a backup into an empty store, all of them or none. It is marked until `endRestoration`: what was destroyed
 * since the backup must be destroyed again before anybody opens the store. Called again on a marked store, it goes on there.
 * @throws StoresFault where the folder is incomplete, the store is in use or not empty, or the master key is another
 */
export async function restoreTables({ databaseUrl, masterKey, folder, onRows }: RestoreOptions): Promise<Manifest> {
  const manifest = await readManifest(folder);
  // Before the store is touched: a new one would be founded with the wrong key.
  if (checkValue(masterKey) !== manifest.keyCheck) {
    const message = 'The master key is not the one that the backup was made under: what it holds could not be read';
    throw new StoresFault('wrong-master-key', message);
  }
  const pool = createPool({ url: databaseUrl, size: 2, name: 'restore' });
  try {
    await refuseInUse(pool);
    const dataSource = await openDataSource(databaseUrl, pool, () => undefined);
    try {
      await checkMasterKey(pool, masterKey);
      await refuseUnfit(pool, manifest);
      if (!(await isRestoring(pool))) await putBack(pool, manifest, folder, onRows);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await pool.end();
  }
  return manifest;
}

/** Whether tables were put back, and what was destroyed since is not destroyed again yet. */
export async function isRestoring(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ marked: boolean }>('select exists (select from overblik.restoration) as marked');
  return rows[0]?.marked === true;
}

/** The store may be opened from now on. */
export async function endRestoration(pool: Pool): Promise<void> {
  await pool.query('delete from overblik.restoration');
}

async function refuseUnfit(pool: Pool, manifest: Manifest): Promise<void> {
  const { rows: run } = await pool.query<{ name: string }>('select name from overblik.migration');
  const known = new Set(run.map(({ name }) => name));
  if (manifest.migrations.some((name) => !known.has(name)))
    throw new StoresFault('database-too-new', 'The backup was made by a newer version of this program');
  if (await isRestoring(pool)) return;
  for (const { name } of manifest.tables.filter((table) => !HAVE_ROWS_AT_ONCE.includes(table.name))) {
    const { rows } = await pool.query<{ used: boolean }>(`select exists (select from overblik."${name}") as used`);
    if (rows[0]?.used === true)
      throw new StoresFault(
        'store-not-empty',
        `The store holds something already (${name}): restore into an empty one`,
      );
  }
}

async function putBack(
  pool: Pool,
  { tables, createdAt }: Manifest,
  folder: string,
  onRows: RestoreOptions['onRows'],
): Promise<void> {
  const of = tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  const client = await pool.connect();
  try {
    await client.query('begin');
    for (const name of HAVE_ROWS_AT_ONCE) await client.query(`delete from overblik."${name}"`);
    for (const table of tables) {
      const rows = await putTableBack(client, table, folder, (put) => onRows?.((done += put), of));
      if (rows !== table.rows)
        throw new StoresFault('backup-incomplete', `The folder is no complete backup: ${table.file} has other rows`);
    }
    await client.query(
      `select setval('overblik.quarantine_entry_arrival_seq', greatest((select max(arrival) from overblik.quarantine_entry), 1))`,
    );
    await client.query('insert into overblik.restoration (id, backed_up_at) values (1, $1)', [createdAt]);
    await client.query('commit');
  } finally {
    // Not committed, it is undone with the connection.
    client.release(true);
  }
}

async function putTableBack(
  client: PoolClient,
  { name, columns, file }: BackedUpTable,
  folder: string,
  onRows: (rows: number) => void,
): Promise<number> {
  const types = await typesOf(client, name);
  const insert = `insert into overblik."${name}" (${columns.map((column) => `"${column}"`).join(', ')})
    select ${columns.map((column, index) => `c${index}::${types.get(column) ?? 'text'}`).join(', ')}
      from unnest(${columns.map((_, index) => `$${index + 1}::text[]`).join(', ')})
        as r (${columns.map((_, index) => `c${index}`).join(', ')})`;
  let page: (string | null)[][] = [];
  let rows = 0;
  const put = async (): Promise<void> => {
    if (page.length === 0) return;
    await client.query(
      insert,
      columns.map((_, index) => textArray(page.map((row) => row[index] ?? null))),
    );
    rows += page.length;
    onRows(page.length);
    page = [];
  };
  const lines = createInterface({ input: createReadStream(join(folder, file)).pipe(createGunzip()) });
  for await (const line of lines) {
    page.push(JSON.parse(line) as (string | null)[]);
    if (page.length === ROWS_AT_ONCE) await put();
  }
  await put();
  return rows;
}

async function typesOf(client: PoolClient, name: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ column: string; type: string }>(
    `select attname as column, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [`overblik.${name}`],
  );
  return new Map(rows.map(({ column, type }) => [column, type]));
}
