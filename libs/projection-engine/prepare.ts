import type { Pool, PoolClient } from 'pg';
import { openBookkeeping, storedPartitions } from './bookkeeping.js';
import {
  createGeneration,
  createIndexes,
  readGenerations,
  serve,
  shapeOf,
  writeParts,
  type Generation,
} from './generations.js';
import { inTransaction } from './locks.js';
import type { ReadModel } from './read-model.js';
import { isSomebodyProjecting } from './lease.js';

/** What was found of the read models at start-up. */
export interface Prepared {
  /** Tables of the layout before generations were thrown away. */
  readonly isTakenOver: boolean;
  /** Served by an older version with tables of the same shape: the new handlers go on with its rows, and a rebuild is due. */
  readonly due: readonly string[];
  /** Served by tables of another shape: nobody can write those any more, so a new generation is built at once. */
  readonly reshaped: readonly string[];
  /** Into how many parts the work is divided: as asked, or as those who project at the moment agreed. */
  readonly partitions: number;
}

/**
 * Makes the schema of the read models ready, whatever is there. A read model that is not there begins to serve, empty. One
 * that is there with another version or shape goes on as {@link Prepared} says, and nothing of it is thrown away.
 * @param partitions undefined: whatever is stored
 */
export async function prepareOverview(
  pool: Pool,
  readModels: readonly ReadModel[],
  partitions: number | undefined,
): Promise<Prepared> {
  return await inTransaction(pool, async (client) => {
    const isTakenOver = await openBookkeeping(client);
    const divided = await divide(client, readModels, partitions);
    const serving = new Map(servingOf(await readGenerations(client)).map((known) => [known.name, known]));
    const due: string[] = [];
    const reshaped: string[] = [];
    for (const readModel of readModels) {
      const known = serving.get(readModel.name);
      if (known === undefined) await begin(client, readModel, partsOf(readModel, divided));
      else if (known.shape !== shapeOf(readModel)) reshaped.push(readModel.name);
      else if (known.version !== readModel.version) due.push(readModel.name);
    }
    return { isTakenOver, due, reshaped, partitions: divided };
  });
}

export const servingOf = (generations: readonly Generation[]): Generation[] =>
  generations.filter(({ status }) => status === 'serving');

/** Into how many parts a read model's own work is divided. */
export const partsOf = (readModel: Pick<ReadModel, 'partitioned'>, partitions: number): number =>
  readModel.partitioned === true ? partitions : 1;

/** The first generation is served from its first event on: there is nothing else to show. */
async function begin(client: PoolClient, readModel: ReadModel, parts: number): Promise<void> {
  const generation = await createGeneration(client, readModel, 'serving', parts);
  await createIndexes(client, readModel, generation);
  await serve(client, readModel, generation, undefined);
}

/**
 * Divides the work anew, unless somebody is at it. Each part begins where the slowest of the old ones stood: rows know the
 * last position they took in, so what is read again changes nothing.
 */
async function divide(
  client: PoolClient,
  readModels: readonly ReadModel[],
  wanted: number | undefined,
): Promise<number> {
  // Whoever takes a lease waits until it is settled which leases there are.
  await client.query('lock table overview.lease in share row exclusive mode');
  const stored = await storedPartitions(client);
  if (wanted === undefined || wanted === stored || (await isSomebodyProjecting(client))) return stored;
  for (const { name, generation, position } of servingOf(await readGenerations(client))) {
    const readModel = readModels.find((known) => known.name === name);
    if (readModel?.partitioned !== true) continue;
    const { rows } = await client.query<{ served: string | null }>(
      'select max(served) as served from overview.checkpoint where read_model = $1 and generation = $2',
      [name, generation],
    );
    await writeParts(client, name, generation, wanted, position);
    await client.query('update overview.checkpoint set served = $3 where read_model = $1 and generation = $2', [
      name,
      generation,
      rows[0]?.served,
    ]);
  }
  await client.query('delete from overview.lease');
  await client.query('update overview.engine set partitions = $1', [wanted]);
  return wanted;
}
