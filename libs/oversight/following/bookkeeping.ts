import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '#projection-engine';
import type { Register } from './register.js';

const LOCK = `select pg_advisory_xact_lock(hashtext('overblik.oversight'))`;

/** PostgreSQL's code for a table that is not there: nothing was followed yet. */
const NO_SUCH_TABLE = '42P01';

/**
 * Makes the tables of the registers, where they are not there or were made by an older version. What a newer version of the
 * program has made stays. A register that has read further than the log goes (an older backup was restored) starts over.
 */
export async function prepareRegisters(pool: Pool, registers: readonly Register[], head: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(LOCK);
    await client.query('create schema if not exists oversight');
    await client.query(
      `create table if not exists oversight.checkpoint (
         register text primary key, version integer not null, position bigint not null) with (fillfactor = 50)`,
    );
    for (const register of registers) await prepare(client, register, head);
  });
}

async function prepare(client: PoolClient, { name, version, tables }: Register, head: number): Promise<void> {
  const { rows } = await client.query<{ version: number; position: string }>(
    'select version, position from oversight.checkpoint where register = $1',
    [name],
  );
  const [known] = rows;
  if (known !== undefined && known.version >= version && Number(known.position) <= head) return;
  if (known !== undefined && known.version > version) return;
  for (const table of tables) {
    await client.query(`drop table if exists oversight.${table.name}`);
    for (const statement of table.sql) await client.query(statement);
  }
  await client.query(
    `insert into oversight.checkpoint (register, version, position) values ($1, $2, 0)
     on conflict (register) do update set version = excluded.version, position = 0`,
    [name, version],
  );
}

/** Holds the register's tables until the transaction ends: nothing is taken in meanwhile. @returns false where there are none */
export async function holdTables(client: PoolClient, { name }: Register): Promise<boolean> {
  await client.query(LOCK);
  const { rows } = await client.query<{ exists: boolean }>(
    `select to_regclass('oversight.checkpoint') is not null as exists`,
  );
  if (rows[0]?.exists !== true) return false;
  const held = await client.query('select from oversight.checkpoint where register = $1 for update', [name]);
  return held.rows.length === 1;
}

/** Up to where the register has read; undefined where its tables are not there, or are another version's. */
export async function placeOf(
  pool: Pool,
  { name, version }: Pick<Register, 'name' | 'version'>,
): Promise<number | undefined> {
  try {
    const { rows } = await pool.query<{ position: string }>(
      'select position from oversight.checkpoint where register = $1 and version = $2',
      [name, version],
    );
    return rows[0] === undefined ? undefined : Number(rows[0].position);
  } catch (error) {
    if ((error as { code?: unknown }).code === NO_SUCH_TABLE) return undefined;
    throw error;
  }
}

/**
 * Holds the register's place until the transaction ends.
 * @returns false where another process holds it, or has moved it: nothing of this page may be written
 */
export async function holdPlace(client: PoolClient, { name, version }: Register, at: number): Promise<boolean> {
  const { rows } = await client.query(
    `select from oversight.checkpoint where register = $1 and version = $2 and position = $3
        for update skip locked`,
    [name, version, at],
  );
  return rows.length === 1;
}

/** Moves the place that the transaction holds. */
export async function movePlace(client: PoolClient, { name }: Register, to: number): Promise<void> {
  await client.query('update oversight.checkpoint set position = $2 where register = $1', [name, to]);
}
