import type { PoolClient } from 'pg';
import { instantFromDate } from '#contracts';
import { readerOf } from '#projection-engine';
import type { ReadModel } from '#projection-engine';
import { openInMemoryKeyVault, sealPlain } from '#personal-data';
import type { KeyVault } from '#personal-data';
import { secondsSince } from '../append-limit.js';
import type { LogRow } from '../append-limit.js';

type Context = Parameters<ReadModel['takeIn']>[1];
type Table = ReadModel['tables'][number];

const PAGE = 5_000;
const SCHEMA = 'folded';

/** The same log with its data in the open: what the limit reads, so that it opens nothing. */
export async function createOpenLog(client: PoolClient, vault: KeyVault, rows: readonly LogRow[]): Promise<void> {
  await client.query('drop table if exists open_log');
  await client.query('create table open_log (like overblik.events including all)');
  await client.query('insert into open_log select * from overblik.events');
  for (let at = 0; at < rows.length; at += PAGE) {
    const opened = await vault.open(rows.slice(at, at + PAGE));
    await client.query(
      `update open_log set data = u.data from unnest($1::bigint[], $2::bytea[]) as u (position, data)
        where open_log.position = u.position`,
      [opened.map(({ position }) => position), opened.map(({ data }) => sealPlain(JSON.stringify(data)))],
    );
  }
  await client.query('vacuum full analyze open_log');
}

/**
 * The limit that a rebuild is held against: every row read once, nothing decrypted, all of it handed to the read model as
 * one page, so that the same handlers fold each object to its end in memory and each row is written once, in sets; the
 * indexes that only queries need come last. No checkpoint, no comparison, nobody else served. Returns the seconds it took.
 */
export async function foldInMemory(client: PoolClient, model: ReadModel): Promise<number> {
  await client.query(`drop schema if exists ${SCHEMA} cascade; create schema ${SCHEMA}`);
  const vault = openInMemoryKeyVault();
  const start = performance.now();
  for (const table of model.tables) await client.query(createSql(table));
  const events = [];
  for (let after = 0; ;) {
    const { rows } = await client.query<Omit<LogRow, 'position'> & { position: string }>({
      name: 'page in the open',
      text: `select position, event_id as "eventId", stream, type, recorded_at::text as "recordedAt", metadata, data
               from open_log where position > $1 and type = any($2) order by position limit ${PAGE}`,
      values: [after, [...model.hears]],
    });
    const page = rows.map((row) => ({ ...row, position: Number(row.position) }));
    events.push(...(await vault.open(page)));
    after = page.at(-1)?.position ?? after;
    if (page.length < PAGE) break;
  }
  await client.query('begin; set local synchronous_commit = off');
  const writing = writeTo(client);
  await model.takeIn(events, writing.context);
  await writing.done();
  await client.query('commit');
  for (const { name, indexes = [] } of model.tables)
    for (const index of indexes) await client.query(`create index on ${SCHEMA}.${name} ${index}`);
  return secondsSince(start);
}

const createSql = ({ name, columns, primaryKey, storage = 'fillfactor = 85' }: Table): string =>
  `create table ${SCHEMA}.${name} (${Object.entries(columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(', ')}, primary key (${primaryKey.join(', ')})) with (${storage})`;

/** A page's context whose tables lie in the schema of the limit, and which remembers nothing. */
function writeTo(client: PoolClient): { readonly context: Context; done(): Promise<void> } {
  const sent: Promise<unknown>[] = [];
  const moved = (text: string): string => text.replaceAll('overview.', `${SCHEMA}.`);
  const send = ({ text, values = [] }: { text: string; values?: unknown[] }): void =>
    void sent.push(client.query(moved(text), values));
  const reader = readerOf(client);
  const none = (): undefined => undefined;
  const context = {
    transaction: {
      read: (statement: { text: string; values?: unknown[] }) =>
        reader.read({ text: moved(statement.text), values: statement.values ?? [] }),
      write: send,
    },
    place: { of: (table: Table) => ({ ...table, physical: table.name, relation: `${SCHEMA}.${table.name}` }) },
    now: instantFromDate(new Date()),
    vocabulary: { learn: none, doubt: none, suspect: none, write: () => false, swept: none },
    rows: { get: none, set: none, drop: none, reset: none },
    parking: { held: new Set<string>(), hold: none, park: none, release: none },
    isLate: false,
  };
  return { context: context as Context, done: async () => void (await Promise.all(sent)) };
}
