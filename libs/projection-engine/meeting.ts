import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '#event-store';
import { readGenerations, shapeOf, type Generation } from './generations.js';
import { eventsBetween, NEARLY, type GenerationWriter } from './generation-writer.js';
import { inTransaction, LOCK_PAGES_ALONE } from './locks.js';
import { pause } from './pause.js';
import { servingOf } from './prepare.js';
import type { ReadModel } from './read-model.js';
import type { RebuildProgress } from './rebuild-progress.js';

/** Two generations of a read model, one of which is to take the other's place. */
export interface Succession {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly model: ReadModel;
  /** The one that is to serve. */
  readonly generation: number;
  readonly writer: GenerationWriter;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: RebuildProgress) => void;
}

/** The two, at the same position, with no page under way. */
export interface Met {
  readonly successor: Generation;
  readonly serving: Generation;
  readonly position: number;
}

/** How long a page under way is waited for; everything else that projects waits meanwhile. */
const PATIENCE = `set local lock_timeout = '3s'`;

/**
 * Stops every page, brings both generations to the same position, and does the work before any page goes on: all in the
 * work's transaction, so a process that is stopped here holds the others up for no longer than a lease.
 * @returns undefined when the signal has come
 */
export async function meetServing<T>(
  succession: Succession,
  work: (client: PoolClient, met: Met) => Promise<T>,
): Promise<T | undefined> {
  const { pool, store, model, generation, writer, signal, onProgress } = succession;
  const began = (await both(succession)).successor.position;
  while (signal?.aborted !== true) {
    await writer.project(
      generation,
      (await both(succession)).successor.position,
      'with words',
      signal,
      (reached, goal) => onProgress({ phase: 'catching up', from: began, reached, goal }),
    );
    const done = await inTransaction(
      pool,
      async (client) => {
        await client.query(LOCK_PAGES_ALONE);
        const { serving, successor } = await both(succession);
        const standsStill = serving.shape !== shapeOf(model);
        const areAlike = !standsStill && serving.version === successor.version;
        const goal = standsStill ? await store.head() : Math.max(...serving.positions);
        const lowest = areAlike ? Math.min(serving.position, successor.position) : successor.position;
        if (successor.position > goal || (await eventsBetween(store, lowest, goal)) > 2 * NEARLY) return undefined;
        await writer.level(successor, 0, goal);
        // Parts of the work stand at different places: as far as the two are to be compared they must not.
        if (areAlike)
          for (const [part, position] of serving.positions.entries())
            if (position < goal) await writer.level(serving, part, goal);
        return { result: await work(client, { serving, successor, position: goal }) };
      },
      PATIENCE,
    );
    if (done !== undefined) return done.result;
    await pause(50, signal ?? new AbortController().signal);
  }
  return undefined;
}

async function both({ pool, model, generation }: Succession): Promise<Omit<Met, 'position'>> {
  const known = (await readGenerations(pool)).filter(({ name }) => name === model.name);
  const [serving] = servingOf(known);
  const successor = known.find((each) => each.generation === generation);
  if (serving === undefined || successor === undefined)
    throw new RangeError('a generation went away while it was built');
  return { serving, successor };
}
