import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { forgetParkedOf } from './parked-events.js';
import { DATA_SCHEMA, generationPlace, SERVED_SCHEMA } from './place.js';
import type { ReadModel } from './read-model.js';
import { createIndexesSql, createTableSql, dropTableSql, type PlacedTable } from './table.js';

/**
 * What a generation of a read model's tables is there for: `building` and then `catching-up` (it has its indexes and is
 * nearly there); `serving`, behind the views; `kept`, so that one can go back; `gone`, its tables dropped.
 */
export type GenerationStatus = 'building' | 'catching-up' | 'serving' | 'kept' | 'gone';

/** One generation, and how far it has come: its slowest part. */
export interface Generation {
  readonly name: string;
  readonly generation: number;
  readonly version: number;
  readonly shape: string;
  readonly status: GenerationStatus;
  readonly position: number;
  /** Of each part. */
  readonly positions: readonly number[];
  /** Whether it has been behind the views, now or before. */
  readonly hasServed: boolean;
}

/** What the tables look like, so that a forgotten raise of the version cannot leave old tables under new handlers. */
export const shapeOf = (readModel: ReadModel): string =>
  createHash('sha256').update(placedTables(readModel, 0).flatMap(allSql).join('\n')).digest('hex').slice(0, 16);

const allSql = (table: PlacedTable): string[] => [...createTableSql(table), ...createIndexesSql(table)];

/** The tables of one generation. */
export const placedTables = (readModel: ReadModel, generation: number): PlacedTable[] =>
  readModel.tables.map((table) => generationPlace(generation).of(table));

/** Every generation whose tables are there, by name; the one that serves first. */
export async function readGenerations(client: Pool | PoolClient): Promise<Generation[]> {
  const { rows } = await client.query<Omit<Generation, 'position' | 'positions'> & { positions: string[] }>(
    `select g.read_model as name, g.generation, g.version, g.shape, g.status, g.finished_at is not null as "hasServed",
            array_agg(c.position order by c.part)::text[] as positions
       from overview.generation g join overview.checkpoint c on c.read_model = g.read_model and c.generation = g.generation
      where g.status <> 'gone'
      group by g.read_model, g.generation order by g.read_model, g.status <> 'serving', g.generation desc`,
  );
  return rows.map(({ positions, ...row }) => {
    const places = positions.map(Number);
    return { ...row, positions: places, position: Math.min(...places) };
  });
}

/** Makes the tables of a new generation, without the indexes that only queries need. */
export async function createGeneration(
  client: PoolClient,
  readModel: ReadModel,
  status: 'building' | 'serving',
  parts: number,
): Promise<number> {
  const { rows } = await client.query<{ next: number }>(
    'select coalesce(max(generation), 0) + 1 as next from overview.generation where read_model = $1',
    [readModel.name],
  );
  const generation = rows[0]?.next ?? 1;
  const tables = placedTables(readModel, generation);
  for (const statement of tables.flatMap(createTableSql)) await client.query(statement);
  await client.query(
    `insert into overview.generation (read_model, generation, version, shape, status, tables, searched, started_at)
     values ($1, $2, $3, $4, $5, $6, $7, now())`,
    [
      readModel.name,
      generation,
      readModel.version,
      shapeOf(readModel),
      status,
      readModel.tables.map(({ name }) => name),
      readModel.tables.filter(({ columns }) => 'words' in columns).map(({ name }) => name),
    ],
  );
  await writeParts(client, readModel.name, generation, parts, 0);
  return generation;
}

/** The checkpoints of a generation, all of them at one position. None of them is served. */
export async function writeParts(
  client: PoolClient,
  name: string,
  generation: number,
  parts: number,
  position: number,
): Promise<void> {
  await client.query('delete from overview.checkpoint where read_model = $1 and generation = $2', [name, generation]);
  await client.query(
    `insert into overview.checkpoint (read_model, generation, part, position)
     select $1, $2, part, $4 from generate_series(0, $3::int - 1) as part`,
    [name, generation, parts, position],
  );
}

export async function createIndexes(client: PoolClient, readModel: ReadModel, generation: number): Promise<void> {
  for (const statement of placedTables(readModel, generation).flatMap(createIndexesSql)) await client.query(statement);
}

/** Says what the generation is from now on. */
export async function setStatus(
  client: Pool | PoolClient,
  { name, generation }: Pick<Generation, 'name' | 'generation'>,
  status: GenerationStatus,
): Promise<void> {
  await client.query(
    `update overview.generation set status = $3, finished_at = case when $3 in ('serving', 'kept') then now() else finished_at end
      where read_model = $1 and generation = $2`,
    [name, generation, status],
  );
}

/** Drops the tables of a generation that does not serve. They are named by what was made, not by what the code has now. */
export async function dropGeneration(
  client: PoolClient,
  { name, generation }: Pick<Generation, 'name' | 'generation'>,
): Promise<void> {
  const { rows } = await client.query<{ tables: string[] }>(
    'select tables from overview.generation where read_model = $1 and generation = $2',
    [name, generation],
  );
  for (const table of rows[0]?.tables ?? [])
    await client.query(dropTableSql({ relation: `${DATA_SCHEMA}.${table}_g${generation}` }));
  await client.query('delete from overview.checkpoint where read_model = $1 and generation = $2', [name, generation]);
  await forgetParkedOf(client, name, generation);
  await setStatus(client, { name, generation }, 'gone');
}

/**
 * Puts the generation behind the views, in the transaction of the client; the one before is kept. With the same columns the
 * views stay the same objects; else they are made anew, and those that the read model has no more go.
 */
export async function serve(
  client: PoolClient,
  readModel: ReadModel,
  generation: number,
  before: Generation | undefined,
): Promise<void> {
  const isSame = before?.shape === shapeOf(readModel);
  if (before !== undefined && !isSame) {
    const { rows } = await client.query<{ tables: string[] }>(
      'select tables from overview.generation where read_model = $1 and generation = $2',
      [before.name, before.generation],
    );
    for (const table of rows[0]?.tables ?? []) await client.query(`drop view if exists ${SERVED_SCHEMA}.${table}`);
  }
  for (const table of placedTables(readModel, generation))
    await client.query(
      `create or replace view ${SERVED_SCHEMA}.${table.name} as select ${Object.keys(table.columns).join(', ')} from ${table.relation}`,
    );
  if (before !== undefined) {
    await client.query('update overview.checkpoint set served = null where read_model = $1 and generation = $2', [
      before.name,
      before.generation,
    ]);
    await setStatus(client, before, 'kept');
  }
  await client.query(
    `with turn as (update overview.engine set swaps = swaps + 1 returning swaps)
     update overview.checkpoint set served = turn.swaps from turn where read_model = $1 and generation = $2`,
    [readModel.name, generation],
  );
  await setStatus(client, { name: readModel.name, generation }, 'serving');
}

/** The tables with words that a search may meet, now or as soon as the next swap. */
export async function searchedRelations(client: Pool | PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ relation: string }>(
    `select '${DATA_SCHEMA}.' || t || '_g' || generation as relation
       from overview.generation, unnest(searched) as t where status in ('serving', 'catching-up') order by 1`,
  );
  return rows.map(({ relation }) => relation);
}
