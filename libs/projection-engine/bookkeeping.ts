import type { Pool, PoolClient } from 'pg';
import { LOCK_BOOKKEEPING } from './locks.js';
import { parkingTablesSql } from './parked-events.js';
import { DATA_SCHEMA, ownTable } from './place.js';
import { createTableSql, type TableDefinition } from './table.js';
import { doubtedTable, learnSql, vocabularyTable } from './vocabulary.js';
import { WORD_PARTS_SQL } from './word-parts.js';

/** One row of what holds for all: into how many parts the work is divided, and what counts the vocabulary's and the swaps' turns. */
const engineTable: TableDefinition = {
  name: 'engine',
  columns: { one: 'boolean', partitions: 'integer', vocabulary_epoch: 'bigint', swaps: 'bigint' },
  primaryKey: ['one'],
};

/** Every generation there ever was; numbers are not used again, so whoever slept through a swap meets no table of his. */
const generationTable: TableDefinition = {
  name: 'generation',
  columns: {
    read_model: 'text',
    generation: 'integer',
    version: 'integer',
    shape: 'text',
    status: 'text',
    tables: 'text[]',
    searched: 'text[]',
    started_at: 'timestamptz',
    finished_at: 'timestamptz',
  },
  primaryKey: ['read_model', 'generation'],
};

/** How far each part of a generation has come. `served` is the number of the swap by which it answers; null: it does not. */
const checkpointTable: TableDefinition = {
  name: 'checkpoint',
  columns: { read_model: 'text', generation: 'integer', part: 'integer', position: 'bigint', served: 'bigint' },
  primaryKey: ['read_model', 'generation', 'part'],
  storage: 'fillfactor = 50',
};

/** Who projects which unit of work, until when by the database's clock, and on which connection. */
const leaseTable: TableDefinition = {
  name: 'lease',
  columns: {
    unit: 'text',
    owner: 'uuid',
    epoch: 'bigint',
    until: 'timestamptz',
    pid: 'integer',
    backend_start: 'timestamptz',
  },
  primaryKey: ['unit'],
  storage: 'fillfactor = 50',
};

/** The processes that would project, so that the work is shared out among those that live. */
const projectorTable: TableDefinition = {
  name: 'projector',
  columns: { owner: 'uuid', until: 'timestamptz' },
  primaryKey: ['owner'],
  storage: 'fillfactor = 50',
};

const ownTables = [
  engineTable,
  generationTable,
  checkpointTable,
  leaseTable,
  projectorTable,
  vocabularyTable,
  doubtedTable,
];

/**
 * Makes the engine's own tables, where they are not there, and takes the lock under which they are changed. Schema
 * `overview` can be thrown away whole: then what lies in `overview_data` belongs to nothing, and goes too. The layout before
 * generations (tables where the views are now) goes in the same way.
 * @returns whether there was such a layout
 */
export async function openBookkeeping(client: PoolClient): Promise<boolean> {
  await client.query(LOCK_BOOKKEEPING);
  const { rows } = await client.query<{ known: boolean; older: boolean }>(
    `select to_regclass('overview.generation') is not null as known, to_regclass('overview.checkpoint') is not null as older`,
  );
  const isKnown = rows[0]?.known === true;
  const isOlder = !isKnown && rows[0]?.older === true;
  if (!isKnown)
    await client.query(`drop schema if exists overview cascade; drop schema if exists ${DATA_SCHEMA} cascade`);
  await client.query(`create schema if not exists overview; create schema if not exists ${DATA_SCHEMA}`);
  await client.query('create extension if not exists fuzzystrmatch with schema public');
  await client.query(WORD_PARTS_SQL);
  for (const table of ownTables) for (const statement of createTableSql(ownTable(table))) await client.query(statement);
  for (const statement of parkingTablesSql) await client.query(statement);
  await takeOverWords(client);
  await client.query(
    'insert into overview.engine (one, partitions, vocabulary_epoch, swaps) values (true, 1, 0, 0) on conflict do nothing',
  );
  return isOlder;
}

/** A vocabulary in which each word stood once: searches look no further than the parts now, and it must not remember on. */
async function takeOverWords(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('overview.search_word') is not null as known`,
  );
  if (rows[0]?.known !== true) return;
  await client.query(learnSql('overview.search_word w'));
  await client.query('drop table overview.search_word');
}

/** Into how many parts the work is divided, as the processes that project agree. */
export async function storedPartitions(client: Pool | PoolClient): Promise<number> {
  const { rows } = await client.query<{ partitions: number }>('select partitions from overview.engine');
  return rows[0]?.partitions ?? 1;
}
