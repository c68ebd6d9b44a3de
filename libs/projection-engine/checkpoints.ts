import type { Pool, PoolClient } from 'pg';
import { CheckpointMoved } from './errors.js';
import type { PageTransaction, Reader } from './page-transaction.js';
import { generationPlace, ownTable, type Place } from './place.js';
import type { ReadModel } from './read-model.js';
import { placedTables } from './generations.js';
import type { Share } from './units.js';
import { vocabularyTable } from './vocabulary.js';

/** How far a read model has come, as it is served: its slowest part. */
export interface Checkpoint {
  readonly name: string;
  readonly version: number;
  readonly position: number;
}

/** A read model in the generation that is written. */
export interface Target {
  readonly model: ReadModel;
  readonly generation: number;
  readonly place: Place;
  /** Whether it is behind the views. A page that began before a swap is not finished after it. */
  readonly isServed: boolean;
}

export const targetOf = (model: ReadModel, generation: number, isServed: boolean): Target => ({
  model,
  generation,
  place: generationPlace(generation),
  isServed,
});

/** Every read model that is served, by name. */
export async function readCheckpoints(client: Pool | PoolClient): Promise<Checkpoint[]> {
  const { rows } = await client.query<{ name: string; version: number; position: string }>(
    `select g.read_model as name, g.version, min(c.position) as position
       from overview.checkpoint c join overview.generation g on g.read_model = c.read_model and g.generation = c.generation
      where c.served is not null group by g.read_model, g.version order by g.read_model`,
  );
  return rows.map(({ name, version, position }) => ({ name, version, position: Number(position) }));
}

/** Up to where everything that is served has been read; 0 where nothing is. */
export async function readPosition(client: Pool | PoolClient): Promise<number> {
  const { rows } = await client.query<{ position: string | null }>(
    'select min(position) as position from overview.checkpoint where served is not null',
  );
  return Number(rows[0]?.position ?? 0);
}

/**
 * Holds the checkpoints of the targets until the transaction ends, so that nobody else moves them.
 * @returns the epoch of the vocabulary
 * @throws CheckpointMoved where one is not at `from`, or is not served any more, or the work was divided anew: another
 * process was there meanwhile, and nothing of this page may stay
 */
export async function holdCheckpoints(
  reader: Reader,
  targets: readonly Target[],
  { part, partitions }: Share,
  from: number,
): Promise<number> {
  const rows = await reader.read<{ position: string; is_served: boolean; partitions: number; epoch: string }>({
    name: 'hold checkpoints',
    text: `select c.position, c.served is not null as is_served, e.partitions, e.vocabulary_epoch as epoch
      from unnest($1::text[], $2::int[]) as held (read_model, generation)
      join overview.checkpoint c on c.read_model = held.read_model and c.generation = held.generation and c.part = $3
     cross join overview.engine e for update of c`,
    values: [targets.map(({ model }) => model.name), targets.map(({ generation }) => generation), part],
  });
  const isHeld =
    rows.length === targets.length &&
    rows.every((row) => Number(row.position) === from && (partitions ?? row.partitions) === row.partitions) &&
    rows.filter((row) => row.is_served).length === targets.filter(({ isServed }) => isServed).length;
  if (!isHeld) throw new CheckpointMoved();
  return Number(rows[0]?.epoch);
}

/**
 * Holds one checkpoint wherever it stands, for what is done between two pages.
 * @returns the epoch of the vocabulary
 * @throws CheckpointMoved where it is there no more
 */
export async function holdCheckpoint(reader: Reader, { model, generation }: Target, part: number): Promise<number> {
  const [row] = await reader.read<{ epoch: string }>({
    text: `select e.vocabulary_epoch as epoch from overview.checkpoint c cross join overview.engine e
      where c.read_model = $1 and c.generation = $2 and c.part = $3 and c.served is not null for update of c`,
    values: [model.name, generation, part],
  });
  if (row === undefined) throw new CheckpointMoved();
  return Number(row.epoch);
}

/** Moves the checkpoints that the transaction holds. */
export function moveCheckpoints(
  transaction: PageTransaction,
  targets: readonly Target[],
  part: number,
  to: number,
): void {
  transaction.write({
    name: 'move checkpoints',
    text: `update overview.checkpoint set position = $4 where part = $3
        and (read_model, generation) in (select * from unnest($1::text[], $2::int[]))`,
    values: [targets.map(({ model }) => model.name), targets.map(({ generation }) => generation), part, to],
  });
}

/** Tells PostgreSQL what lies in the tables now; autovacuum would within minutes, but the first views come sooner. */
export async function analyzeTables(client: Pool | PoolClient, targets: readonly Target[]): Promise<void> {
  const tables = targets.flatMap(({ model, generation }) =>
    placedTables(model, generation).map(({ relation }) => relation),
  );
  await client.query(`analyze ${[...tables, ownTable(vocabularyTable).relation].join(', ')}`);
}
