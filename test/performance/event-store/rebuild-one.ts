import { createProjectionRunner, createRebuilding } from '#projection-engine';
import { readModels } from '#read-models/projections';
import type { Stores } from '#stores';
import { secondsSince } from '../append-limit.js';

const PATIENCE_MS = 600_000;
const quiet = { info: () => undefined, warn: () => undefined };

/** Everything projected once, so that there is something to rebuild. */
export async function projectAll({ pool, eventStore: store, vault }: Stores): Promise<void> {
  const runner = createProjectionRunner({ pool, store, vault, readModels, log: quiet });
  await runner.start();
  await runner.caughtUpTo(await store.head(), PATIENCE_MS);
  await runner.stop();
}

/** Seconds since a rebuild began. */
export interface Rebuilt {
  /** Until the rows stood in their tables with all indexes, caught up. */
  readonly built: number;
  /** Until queries saw them. */
  readonly served: number;
}

/** Rebuilds one read model while the others are projected as ever. */
export async function rebuildOne({ pool, eventStore: store, vault }: Stores, name: string): Promise<Rebuilt> {
  const runner = createProjectionRunner({ pool, store, vault, readModels, log: quiet });
  const head = await store.head();
  await runner.start();
  await runner.caughtUpTo(head, PATIENCE_MS);
  const start = performance.now();
  let built: number | undefined;
  await createRebuilding({ pool, store, vault, readModels, log: quiet }).rebuild(name, {
    onProgress: ({ phase }) => {
      if (phase === 'verifying' || phase === 'swapping') built ??= secondsSince(start);
    },
  });
  const served = secondsSince(start);
  await runner.stop();
  return { built: built ?? served, served };
}
