import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { storedPartitions } from './bookkeeping.js';
import { analyzeTables, targetOf } from './checkpoints.js';
import { GenerationsDiffer, NoSuchGeneration, RebuildUnderway, UnknownReadModel } from './errors.js';
import {
  createGeneration,
  createIndexes,
  dropGeneration,
  readGenerations,
  setStatus,
  shapeOf,
  type Generation,
} from './generations.js';
import { createGenerationWriter, type GenerationWriter } from './generation-writer.js';
import { inTransaction, SILENCE_ENDS } from './locks.js';
import { prepareOverview, servingOf } from './prepare.js';
import type { ReadModel } from './read-model.js';
import { readParked } from './parked-events.js';
import type { RebuildProgress } from './rebuild-progress.js';
import type { RunnerLog } from './runner-log.js';
import { swapIn } from './swap.js';
import { compareGenerations } from './verify.js';
import { learnGeneration, sweepVocabulary } from './vocabulary-sweep.js';

export interface RebuildOptions {
  /** Stops after the page in hand; the same again goes on from there. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Swaps though the two generations differ: where the one that serves is what is wrong. */
  readonly acceptsDifferences?: boolean;
}

/** How a rebuild ended: `stopped` by its signal, else what serves now. */
export type RebuildOutcome =
  | { readonly status: 'stopped' }
  | { readonly status: 'swapped'; readonly generation: number; readonly differences: readonly string[] };

/**
 * Builds generations of read models beside those that serve, in any process, with or without a projector running. One
 * process at a time does so for a read model; it can be stopped at any moment, also by a kill, and gone on with.
 */
export interface Rebuilding {
  /**
   * Projects a new generation from the first event on, without the indexes that only queries need; makes those; catches up;
   * compares it with the one that serves; and swaps the views. Goes on with what an earlier run has built.
   * @throws GenerationsDiffer, SwapHeldUp: what was built stays, and the same again goes on with it
   */
  rebuild(name: string, options?: RebuildOptions): Promise<RebuildOutcome>;
  /**
   * For a read model whose tables have another shape than the program writes: goes back to a kept generation of the right
   * shape, else builds one, and swaps whatever the comparison says. Does nothing where the right one serves already.
   */
  renew(name: string, options?: RebuildOptions): Promise<RebuildOutcome>;
  /** Throws away what has been built. @throws NoSuchGeneration where nothing has */
  abandon(name: string): Promise<number>;
  /** Catches the kept generation up and puts it back behind the views. @throws NoSuchGeneration */
  rollback(name: string, options?: RebuildOptions): Promise<RebuildOutcome>;
  /** Drops the kept generation: there is no way back any more. @throws NoSuchGeneration */
  retire(name: string): Promise<number>;
}

export interface RebuildingOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly readModels: readonly ReadModel[];
  /** Told of keys that are parked in the generation that is built. */
  readonly log: RunnerLog;
}

/** Whether the one that serves has not taken in what the new one has: then they differ, and it is the new one that is right. */
async function isHeldBack(pool: Pool, { name }: ReadModel): Promise<boolean> {
  return (await readParked(pool)).some(({ readModel }) => readModel === name);
}

/** @see Rebuilding */
export function createRebuilding({ pool, store, vault, readModels, log }: RebuildingOptions): Rebuilding {
  /** Alone with the generations of one read model, on a connection that is closed at the end. */
  async function alone<T>(
    name: string,
    work: (model: ReadModel, known: readonly Generation[], client: PoolClient) => Promise<T>,
  ): Promise<T> {
    const model = readModels.find((candidate) => candidate.name === name);
    if (model === undefined) throw new UnknownReadModel(readModels.map((candidate) => candidate.name));
    await prepareOverview(pool, readModels, undefined);
    const client = await pool.connect();
    try {
      await client.query(SILENCE_ENDS);
      const { rows } = await client.query<{ mine: boolean }>(
        `select pg_try_advisory_lock(hashtext('overblik.rebuild'), hashtext($1)) as mine`,
        [name],
      );
      if (rows[0]?.mine !== true) throw new RebuildUnderway();
      const known = (await readGenerations(pool)).filter((generation) => generation.name === name);
      return await work(model, known, client);
    } finally {
      // The connection's end would give it back too, but only a little later.
      await client
        .query(`select pg_advisory_unlock(hashtext('overblik.rebuild'), hashtext($1))`, [name])
        .catch(() => undefined);
      client.release(true);
    }
  }

  const writerOf = (client: PoolClient, model: ReadModel): GenerationWriter =>
    createGenerationWriter({ pool, store, vault, client, model, log });

  /** From a generation with its indexes to one that serves. */
  async function finish(
    model: ReadModel,
    generation: number,
    writer: GenerationWriter,
    options: RebuildOptions,
    isCompared: boolean,
  ): Promise<RebuildOutcome> {
    const { signal, onProgress = () => undefined, acceptsDifferences = false } = options;
    const searched = model.tables.filter(({ columns }) => 'words' in columns).map(({ name }) => name);
    await learnGeneration(pool, generation, searched);
    const on = { pool, store, model, generation, writer, signal, onProgress };
    let differences: readonly string[] = [];
    if (isCompared) {
      const compared = await compareGenerations(on);
      if (compared === undefined) return { status: 'stopped' };
      differences = compared;
      if (differences.length > 0 && !acceptsDifferences && !(await isHeldBack(pool, model)))
        throw new GenerationsDiffer(differences);
    }
    const isSwapped = await swapIn(on, await storedPartitions(pool));
    // What this process doubted while it caught up.
    await sweepVocabulary(pool);
    return isSwapped ? { status: 'swapped', generation, differences } : { status: 'stopped' };
  }

  async function build(
    model: ReadModel,
    known: readonly Generation[],
    client: PoolClient,
    options: RebuildOptions,
  ): Promise<RebuildOutcome> {
    const { signal, onProgress = () => undefined } = options;
    const shape = shapeOf(model);
    const begun = known.find((each) => !each.hasServed && each.version === model.version && each.shape === shape);
    const generation = await inTransaction(pool, async (transaction) => {
      for (const each of known)
        if (each.status !== 'serving' && each !== begun) await dropGeneration(transaction, each);
      return begun?.generation ?? (await createGeneration(transaction, model, 'building', 1));
    });
    const writer = writerOf(client, model);
    if (begun?.status !== 'catching-up') {
      const from = begun?.position ?? 0;
      const reached = await writer.project(generation, from, 'without words', signal, (position, goal) =>
        onProgress({ phase: 'projecting', from, reached: position, goal }),
      );
      if (signal?.aborted === true) return { status: 'stopped' };
      onProgress({ phase: 'indexing', from, reached, goal: reached });
      await createIndexes(client, model, generation);
      await analyzeTables(client, [targetOf(model, generation, false)]);
      await setStatus(client, { name: model.name, generation }, 'catching-up');
    }
    return await finish(model, generation, writer, options, true);
  }

  async function goBack(
    model: ReadModel,
    kept: Generation,
    client: PoolClient,
    options: RebuildOptions,
  ): Promise<RebuildOutcome> {
    await setStatus(client, kept, 'catching-up');
    return await finish(model, kept.generation, writerOf(client, model), options, false);
  }

  return {
    rebuild: (name, options = {}) => alone(name, (model, known, client) => build(model, known, client, options)),
    renew: (name, options = {}) =>
      alone(name, async (model, known, client) => {
        const right = known.filter((each) => each.shape === shapeOf(model) && each.hasServed);
        const [serving] = servingOf(right);
        if (serving !== undefined) return { status: 'swapped', generation: serving.generation, differences: [] };
        const kept = right.find(({ version }) => version === model.version);
        return kept === undefined
          ? await build(model, known, client, { ...options, acceptsDifferences: true })
          : await goBack(model, kept, client, options);
      }),
    abandon: (name) =>
      alone(name, async (_, known) => {
        const begun = known.filter(({ hasServed }) => !hasServed);
        if (begun.length === 0) throw new NoSuchGeneration('there is no generation under construction');
        return await dropAll(pool, begun);
      }),
    rollback: (name, options = {}) =>
      alone(name, async (model, known, client) => {
        const kept = known.find(({ status, hasServed }) => status !== 'serving' && hasServed);
        if (kept === undefined) throw new NoSuchGeneration('no older generation is kept');
        if (kept.shape !== shapeOf(model))
          throw new NoSuchGeneration(
            'the kept generation has tables of another shape than this program writes: start the older program, which goes back to it by itself',
          );
        return await goBack(model, kept, client, options);
      }),
    retire: (name) =>
      alone(name, async (_, known) => {
        const kept = known.filter(({ status, hasServed }) => status !== 'serving' && hasServed);
        if (kept.length === 0) throw new NoSuchGeneration('no older generation is kept');
        return await dropAll(pool, kept);
      }),
  };
}

/** How many there were. */
async function dropAll(pool: Pool, generations: readonly Generation[]): Promise<number> {
  await inTransaction(pool, async (client) => {
    for (const generation of generations) await dropGeneration(client, generation);
  });
  return generations.length;
}
