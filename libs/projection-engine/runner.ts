import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { readCheckpoints, readPosition, type Checkpoint } from './checkpoints.js';
import { codeOf, NotYetVisible } from './errors.js';
import { readGenerations, type Generation } from './generations.js';
import type { FailurePolicy } from './parking.js';
import { pause } from './pause.js';
import { prepareOverview } from './prepare.js';
import type { ReadModel } from './read-model.js';
import { createRebuilding, type RebuildOptions } from './rebuild.js';
import { createReshaping } from './reshaping.js';
import { retireInTime } from './retiring.js';
import type { RunnerLog } from './runner-log.js';
import { createVocabularySweeper } from './vocabulary-sweeper.js';
import { createWorkers } from './workers.js';

/** What a runner is made of. */
export interface RunnerOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly readModels: readonly ReadModel[];
  readonly log: RunnerLog;
  /** Events a page; default 1,000. */
  readonly pageSize?: number;
  /** What becomes of a key whose handler throws; default `park`. */
  readonly onFailure?: FailurePolicy;
  /** Into how many parts the work is divided, over all processes; default: as it is. Those who project already are believed. */
  readonly partitions?: number;
}

export interface RunnerHealth {
  readonly running: boolean;
  /** Code of the last fault since progress was made; null when all is well. */
  readonly fault: string | null;
  /** Up to where all that this process projects has been read; 0 where it projects nothing. */
  readonly position: number;
  /** Read models that stand still until their new tables are built. */
  readonly building: readonly string[];
}

/**
 * Projects the log into the read models, from their checkpoints, until stopped; any number of processes share the work.
 *
 * A changed row or handler raises the version in code. At start, a read model that an older version serves, with tables of
 * the **same shape**, goes on with the new handlers and the rows there are: the log and `status` say that a rebuild is due,
 * and nothing is thrown away. With tables of **another shape** the new generation is built at once, side by side; until
 * the swap the old views stand as they are, what asks for new columns fails, and health says so.
 */
export interface ProjectionRunner {
  /** Makes the tables and begins; resolves when projecting has begun. */
  start(): Promise<void>;
  /** Ends after the page in hand, and leaves the work to others. */
  stop(): Promise<void>;
  /** Resolves when every read model has come to the position, whoever projects it. @throws NotYetVisible after `timeoutMs` */
  caughtUpTo(position: number, timeoutMs?: number): Promise<void>;
  /** Of what is served. */
  positions(): Promise<Checkpoint[]>;
  /** Of all tables there are: what serves, is being built, or is kept to go back to. */
  generations(): Promise<Generation[]>;
  /** Builds a new generation beside the one that serves, and swaps them. @throws UnknownReadModel, RebuildUnderway */
  rebuild(name: string, options?: Pick<RebuildOptions, 'acceptsDifferences'>): Promise<void>;
  health(): RunnerHealth;
}

/** How often whoever waits for other processes asks for their checkpoints. */
const ASK_EVERY_MS = 25;

/** @see ProjectionRunner */
export function createProjectionRunner(options: RunnerOptions): ProjectionRunner {
  const { pool, store, vault, readModels, log, onFailure = 'park', pageSize = 1_000, partitions } = options;
  const sweeper = createVocabularySweeper(pool, (error) =>
    log.warn({ code: codeOf(error) }, 'words in doubt could not be judged; they wait for the next page'),
  );
  const waiting = new Set<() => void>();
  const workers = createWorkers({
    owner: randomUUID(),
    unit: { pool, store, vault, pageSize, sweeper },
    onFailure,
    readModels,
    log,
    onReached: () => {
      for (const wake of [...waiting]) wake();
    },
  });
  const rebuilding = createRebuilding({ pool, store, vault, readModels, log });
  const reshaping = createReshaping(rebuilding, log);
  let stopping = new AbortController();
  let running: Promise<unknown> | undefined;

  /** By what this process has done itself where it does everything, else by the checkpoints. */
  async function isVisible(position: number): Promise<boolean> {
    const here = reshaping.building().length > 0 ? undefined : workers.reachedByAll();
    return (here ?? (await readPosition(pool))) >= position;
  }

  return {
    async start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      const prepared = await prepareOverview(pool, readModels, partitions);
      if (prepared.isTakenOver) log.info({}, 'read models of an older layout are projected again');
      for (const readModel of prepared.due)
        log.warn({ readModel }, `a rebuild is due: overblik rebuild ${readModel}; until then the older rows go on`);
      if (partitions !== undefined && prepared.partitions !== partitions)
        log.warn(
          { asked: partitions, partitions: prepared.partitions },
          'the processes that project already divide the work otherwise; this one does as they do',
        );
      running = Promise.all([
        workers.run(stopping.signal),
        reshaping.run(prepared.reshaped, stopping.signal),
        retireInTime(pool, rebuilding, log, stopping.signal),
        sweeper.sweep(),
      ]);
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
    async caughtUpTo(position, timeoutMs = 60_000) {
      const deadline = Date.now() + timeoutMs;
      while (!(await isVisible(position))) {
        const left = deadline - Date.now();
        if (left <= 0) throw new NotYetVisible();
        const turn = new AbortController();
        const wake = (): void => turn.abort();
        waiting.add(wake);
        await pause(workers.reachedByAll() === undefined ? Math.min(left, ASK_EVERY_MS) : left, turn.signal);
        waiting.delete(wake);
      }
    },
    positions: () => readCheckpoints(pool),
    generations: () => readGenerations(pool),
    async rebuild(name, asked) {
      await rebuilding.rebuild(name, { ...asked, signal: stopping.signal });
    },
    health: () => ({
      running: running !== undefined,
      fault: workers.fault(),
      position: workers.reachedByAny() ?? 0,
      building: reshaping.building(),
    }),
  };
}
