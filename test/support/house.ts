import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#contracts';
import { createIntake, type Intake, type Receipt } from '#intake';
import { createFollower, registers, untilFollowed, type Follower } from '#oversight';
import { createProjectionRunner, type ProjectionRunner, type RunnerOptions } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { createOverviewQueries, type OverviewQueries } from '#read-models/queries';
import { createSnapshotComparison } from '#reconciliation';
import type { Stores } from '#stores';
import { askingOf, type Asking } from './asking.js';
import type { TestDatabase } from './database.js';
import { runLog } from './run-logs.js';
import { openTestStores } from './stores.js';

export { askingOf, auditorOf, momentOf, scopeOf, type Moment, type View, type Viewer } from './asking.js';

/** The product from intake to the overview's queries in one process, on a database of its own. */
export interface House extends Asking {
  readonly stores: Stores;
  readonly database: TestDatabase;
  /** Undefined where events lie in the database. */
  readonly eventStoreUrl: string | undefined;
  readonly intake: Intake;
  readonly runner: ProjectionRunner;
  readonly queries: OverviewQueries;
  /** Of the access log. */
  readonly follower: Follower;
  /** Hands events in as an operator. */
  publish(events: readonly unknown[]): Promise<Receipt[]>;
  /** Resolves when the read models have read all that is stored. */
  settle(): Promise<void>;
  /** Resolves when the registers have read all that the access log holds. */
  followed(): Promise<void>;
  /** When the store recorded what stands at each position after `after`. */
  recordedTimes(after?: number): Promise<Map<number, Instant>>;
  close(): Promise<void>;
}

/** Opens a house on a fresh database and begins to project, with the product's read models unless told otherwise. */
export async function openHouse(projecting: Partial<RunnerOptions> = {}): Promise<House> {
  const { stores, database, eventStoreUrl, close: closeStores } = await openTestStores();
  const log = runLog();
  const { pool, answerPool, eventStore: store, vault, quarantine } = stores;
  const compareSnapshot = createSnapshotComparison({ store, vault });
  const intake = createIntake({ store, vault, quarantine, log, compareSnapshot });
  const runner = createProjectionRunner({ pool, store, vault, readModels, log, ...projecting });
  const queries = createOverviewQueries({ pool, answerPool, keyring: vault.authority });
  await runner.start();
  const { accessLogStore, accessParts } = stores;
  const follower = createFollower({
    pool,
    store: accessLogStore,
    accessParts,
    keyring: vault.authority,
    registers,
    log,
  });
  await follower.start();
  return {
    stores,
    database,
    eventStoreUrl,
    intake,
    runner,
    queries,
    follower,
    publish: (events) => intake.accept(events, { kind: 'operator', name: 'test' }),
    settle: () => settle(stores, runner),
    ...askingOf(queries),
    async recordedTimes(after = 0) {
      const times = new Map<number, Instant>();
      for (let from = after; ;) {
        const page = await store.readAll(from, 1_000);
        for (const event of page.events) times.set(event.position, event.recordedAt);
        if (page.caughtUp) return times;
        from = page.checkpoint;
      }
    },
    async followed() {
      const head = await accessLogStore.head();
      await Promise.all(registers.map((register) => untilFollowed(pool, register, head, 20_000)));
    },
    async close() {
      await follower.stop();
      await runner.stop();
      await closeStores();
    },
  };
}

async function settle({ eventStore }: Stores, runner: ProjectionRunner): Promise<void> {
  const head = await eventStore.head();
  // `caughtUpTo` tells of this process; after a rebuild the tables tell more surely.
  for (;;) {
    await runner.caughtUpTo(head);
    const positions = await runner.positions();
    if (positions.every(({ position }) => position >= head)) return;
    await sleep(5);
  }
}
