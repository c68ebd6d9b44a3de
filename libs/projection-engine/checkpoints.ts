import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { PageTransaction, Reader } from './page-transaction.js';
import type { ReadModel } from './read-model.js';
import { createTableSql, dropTableSql, type TableDefinition } from './table.js';
import { CheckpointMoved } from './errors.js';
import { vocabularyTable } from './vocabulary.js';

const checkpointTable: TableDefinition = {
  name: 'checkpoint',
  columns: { name: 'text', version: 'integer', shape: 'text', position: 'bigint' },
  primaryKey: ['name'],
  storage: 'fillfactor = 50',
};

/** How far a read model has come. */
export interface Checkpoint {
  readonly name: string;
  readonly version: number;
  readonly position: number;
}

/** The schema `overview` with the tables of the read models. One process at a time makes them. */
export async function createTables(pool: Pool, readModels: readonly ReadModel[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('overblik.overview.schema'))`);
    await client.query('create schema if not exists overview');
    for (const extension of ['fuzzystrmatch']) {
      await client.query(`create extension if not exists ${extension} with schema public`);
    }
    for (const table of [checkpointTable, vocabularyTable]) await runAll(client, createTableSql(table));
    const stored = new Map((await readMade(client)).map((made) => [made.name, made]));
    const rebuilt: string[] = [];
    for (const readModel of readModels) {
      const known = stored.get(readModel.name);
      const shape = shapeOf(readModel);
      if (known !== undefined && (known.version !== readModel.version || known.shape !== shape)) {
        // A read model is disposable: an older version, or tables of another shape, are thrown away and projected again.
        await runAll(client, readModel.tables.map(dropTableSql));
        await client.query('delete from overview.checkpoint where name = $1', [readModel.name]);
        rebuilt.push(readModel.name);
      }
      for (const table of readModel.tables) await runAll(client, createTableSql(table));
      await client.query(
        'insert into overview.checkpoint (name, version, shape, position) values ($1, $2, $3, 0) on conflict do nothing',
        [readModel.name, readModel.version, shape],
      );
    }
    await client.query('commit');
    return rebuilt;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** What the tables look like, so that a forgotten raise of the version cannot leave old tables under new handlers. */
const shapeOf = (readModel: ReadModel): string =>
  createHash('sha256').update(readModel.tables.flatMap(createTableSql).join('\n')).digest('hex').slice(0, 16);

async function readMade(client: PoolClient): Promise<{ name: string; version: number; shape: string }[]> {
  const { rows } = await client.query<{ name: string; version: number; shape: string }>(
    'select name, version, shape from overview.checkpoint',
  );
  return rows;
}

async function runAll(client: PoolClient, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

/** Every checkpoint, by name. */
export async function readCheckpoints(client: Pool | PoolClient): Promise<Checkpoint[]> {
  const { rows } = await client.query<{ name: string; version: number; position: string }>(
    'select name, version, position from overview.checkpoint order by name',
  );
  return rows.map(({ name, version, position }) => ({ name, version, position: Number(position) }));
}

/**
 * Holds the checkpoints of the named read models until the transaction ends, so that nobody else moves them.
 * @throws CheckpointMoved where one is not at `from`: another process was there meanwhile, and nothing of this page may stay
 */
export async function holdCheckpoints(reader: Reader, names: readonly string[], from: number): Promise<void> {
  const rows = await reader.read<{ position: string }>({
    name: 'hold checkpoints',
    text: 'select position from overview.checkpoint where name = any($1::text[]) for update',
    values: [names],
  });
  if (rows.length !== names.length || rows.some(({ position }) => Number(position) !== from))
    throw new CheckpointMoved();
}

/** Moves the checkpoints that the transaction holds. */
export function moveCheckpoints(transaction: PageTransaction, names: readonly string[], to: number): void {
  transaction.write({
    name: 'move checkpoints',
    text: 'update overview.checkpoint set position = $2 where name = any($1::text[])',
    values: [names, to],
  });
}

/** Empties a read model so that it is projected again from the first event (in place: readers see it fill). */
export async function emptyReadModel(pool: Pool, readModel: ReadModel): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // First, as a page's transaction does: the other way round the two would wait for each other.
    await client.query('select from overview.checkpoint where name = $1 for update', [readModel.name]);
    await client.query(`truncate ${readModel.tables.map((table) => `overview.${table.name}`).join(', ')}`);
    await client.query('update overview.checkpoint set position = 0, version = $2 where name = $1', [
      readModel.name,
      readModel.version,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Tells PostgreSQL what lies in the tables now; autovacuum would within minutes, but the first views come sooner. */
export async function analyzeTables(pool: Pool, readModels: readonly ReadModel[]): Promise<void> {
  const tables = readModels.flatMap((model) => model.tables.map((table) => `overview.${table.name}`));
  await pool.query(`analyze ${tables.join(', ')}, overview.${vocabularyTable.name}`);
}
