import type { Client } from 'pg';
import { secondsSince } from './append-limit.js';
import type { WrittenPage, WrittenTable } from './written-rows.js';

/** Empty tables like those of the overview, with the same indexes and storage, in a schema of their own. */
export async function createHandmadeTables(client: Client, tables: readonly WrittenTable[]): Promise<void> {
  await client.query('drop schema if exists handmade cascade');
  await client.query('create schema handmade');
  for (const { schema, name, storage } of tables) {
    await client.query(
      `create table handmade.${name} (like ${schema}.${name} including all)${storage === '' ? '' : ` with (${storage})`}`,
    );
  }
  await client.query('create table handmade.checkpoint (name text primary key, position bigint)');
  await client.query(`insert into handmade.checkpoint values ('handmade', 0)`);
}

/**
 * The limit that the projection is held against: its rows written page by page by the plainest set-based upserts, one
 * statement a table, with the checkpoint in the same transaction, and as little durability as the projection asks for.
 * Returns the seconds it took.
 */
export async function writeByHand(
  client: Client,
  tables: readonly WrittenTable[],
  pages: readonly WrittenPage[],
): Promise<number> {
  const statements = new Map(tables.map((table) => [table.name, upsertOf(table)]));
  const start = performance.now();
  for (const [number, page] of pages.entries()) {
    await client.query('begin; set local synchronous_commit = off');
    for (const [table, rows] of page) {
      const statement = statements.get(table);
      if (statement === undefined) throw new Error('a row of an unknown table');
      const values = statement.columns.map((_, column) => rows.map((row) => row[column] ?? null));
      await client.query({ name: `handmade ${table}`, text: statement.text, values });
    }
    await client.query({
      name: 'handmade checkpoint',
      text: `update handmade.checkpoint set position = $1 where name = 'handmade'`,
      values: [number],
    });
    await client.query('commit');
  }
  return secondsSince(start);
}

function upsertOf({ name, columns, primaryKey }: WrittenTable): { text: string; columns: readonly string[] } {
  const names = columns.map((column) => column.name);
  const selected = columns.map((column) => `u.${column.name}::${column.type}`);
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`);
  const updates = names
    .filter((column) => !primaryKey.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  const onConflict = updates.length === 0 ? 'do nothing' : `do update set ${updates.join(', ')}`;
  const text = `insert into handmade.${name} (${names.join(', ')}) select ${selected.join(', ')}
    from unnest(${arrays.join(', ')}) as u (${names.join(', ')}) on conflict (${primaryKey.join(', ')}) ${onConflict}`;
  return { text, columns: names };
}
