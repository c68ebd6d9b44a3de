import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Pool, PoolClient } from 'pg';
import { StoresFault } from '../errors.js';
import type { EventLogPlace } from '../event-log.js';
import { sha256Of, writeManifest, type BackedUpTable, type Manifest } from './manifest.js';

/** What a backup is taken of. */
export interface BackUpOptions {
  readonly pool: Pool;
  readonly eventLogPlace: EventLogPlace;
  readonly folder: string;
  readonly onRows?: (rows: number) => void;
}

/** Of the program and not of what it keeps, or told in the manifest. */
const LEFT_OUT = ['migration', 'key_check', 'compaction', 'restoration'];
const ROWS_AT_ONCE = 2_000;

/**
 * Writes everything that cannot be made again into an empty folder, as it stands at one moment, while all goes on: both logs,
 * the wrapped keys of streams, masters, quarantine, holds. No key of this installation is in it. A line of JSON is a row, each value in
 * PostgreSQL's own writing. @throws StoresFault where the folder holds something
 */
export async function backUp({ pool, eventLogPlace, folder, onRows }: BackUpOptions): Promise<Manifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new StoresFault('folder-not-empty', 'A backup is written into an empty folder');
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const tables: BackedUpTable[] = [];
    let written = 0;
    for (const { name, columns } of await tablesOf(client)) {
      const onTableRows = (rows: number): void => onRows?.((written += rows));
      tables.push(await writeTable(client, folder, name, columns, onTableRows));
    }
    const manifest: Manifest = {
      format: 1,
      createdAt: new Date().toISOString(),
      migrations: await textsOf(client, 'select name as text from overblik.migration order by 1'),
      keyCheck: (await textsOf(client, 'select value as text from overblik.key_check')).join(''),
      events: eventLogPlace.kind,
      tables,
    };
    await client.query('commit');
    await writeManifest(folder, manifest);
    return manifest;
  } finally {
    client.release(true);
  }
}

async function tablesOf(client: PoolClient): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = 'overblik' and c.relkind = 'r' and c.relname <> all($1::text[])
      group by c.relname order by c.relname`,
    [LEFT_OUT],
  );
  return rows;
}

async function writeTable(
  client: PoolClient,
  folder: string,
  name: string,
  columns: readonly string[],
  onRows: (rows: number) => void,
): Promise<BackedUpTable> {
  const file = `${name}.ndjson.gz`;
  const path = join(folder, file);
  const packed = createGzip({ level: 1 });
  const out = createWriteStream(path, { mode: 0o600 });
  packed.pipe(out);
  const values = columns.map((column) => `"${column}"::text`).join(', ');
  await client.query(`declare rows no scroll cursor for select ${values} from overblik."${name}"`);
  let rows = 0;
  for (;;) {
    const page = await client.query<(string | null)[]>({ text: `fetch ${ROWS_AT_ONCE} from rows`, rowMode: 'array' });
    if (page.rows.length === 0) break;
    rows += page.rows.length;
    onRows(page.rows.length);
    const lines = page.rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    if (!packed.write(lines)) await once(packed, 'drain');
  }
  await client.query('close rows');
  packed.end();
  await finished(out);
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
  return { name, columns, rows, file, sha256: await sha256Of(path) };
}

async function textsOf(client: PoolClient, query: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(query);
  return rows.map(({ text }) => text);
}
