import { isNativeError } from 'node:util/types';
import type { Pool, PoolClient } from 'pg';
import { instantFromDate } from '#contracts';
import type { EventPage, EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import {
  analyzeTables,
  createTables,
  emptyReadModel,
  holdCheckpoints,
  moveCheckpoints,
  readCheckpoints,
  type Checkpoint,
} from './checkpoints.js';
import { createCulprits } from './culprits.js';
import { UnknownReadModel } from './errors.js';
import { sendTransaction, type PageTransaction, type SentTransaction } from './page-transaction.js';
import { pause, takeOwnership } from './ownership.js';
import { createParkingTables, forgetOfEmptied, readHeld } from './parked-events.js';
import { createParkingLot, type FailurePolicy } from './parking.js';
import { prefetch } from './prefetch.js';
import type { ReadModel } from './read-model.js';
import { carryOutAsked } from './replay.js';
import { createReached } from './reached.js';
import { createRowCache } from './row-cache.js';
import type { OpenedRecord } from './recorded-event.js';
import type { TableDefinition } from './table.js';
import { createVocabulary } from './vocabulary.js';
import { watchOthers } from './watch.js';

/** What the runner says while it works; never personal data. */
export interface RunnerLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

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
}

export interface RunnerHealth {
  readonly running: boolean;
  /** Code of the last fault since progress was made; null when all is well. */
  readonly fault: string | null;
  readonly position: number;
}

/** Projects the log into the read models, from their checkpoints, until stopped. */
export interface ProjectionRunner {
  /** Makes the tables and begins; resolves when projecting has begun. */
  start(): Promise<void>;
  /** Ends after the page in hand. */
  stop(): Promise<void>;
  /** Resolves when every read model has come to the position. @throws NotYetVisible after `timeoutMs` */
  caughtUpTo(position: number, timeoutMs?: number): Promise<void>;
  positions(): Promise<Checkpoint[]>;
  /** Empties a read model and projects it again from the first event, in place. @throws UnknownReadModel */
  rebuild(name: string): Promise<void>;
  health(): RunnerHealth;
}

interface OpenedPage {
  readonly events: readonly OpenedRecord[];
  readonly checkpoint: number;
  readonly caughtUp: boolean;
}

/** Planning anew costs more than it saves on a page of this many events. */
const SMALL_PAGE = 100;

/** After this many events PostgreSQL's picture of the tables is worthless: it would plan for a tenth of the rows, or for none. */
const ANALYZE_AFTER = 5_000;

/** @see ProjectionRunner */
export function createProjectionRunner(options: RunnerOptions): ProjectionRunner {
  const { pool, store, vault, readModels, log, onFailure = 'park', pageSize = 1_000 } = options;
  const searched = readModels
    .flatMap((model) => model.tables)
    .filter((table: TableDefinition) => 'words' in table.columns);
  const vocabulary = createVocabulary(searched);
  const rows = createRowCache();
  const lot = createParkingLot(onFailure);
  const culprits = createCulprits(lot, onFailure, pageSize);
  const forgetWritten = (): void => {
    vocabulary.reset();
    rows.reset();
  };
  let stopping = new AbortController();
  let restart = new AbortController();
  let running: Promise<void> | undefined;
  let fault: string | null = null;
  const reached = createReached();
  let written = 0;

  async function open(page: EventPage, hearing: readonly ReadModel[]): Promise<OpenedPage> {
    const heard = page.events.filter((event) => hearing.some((model) => model.hears.has(event.type)));
    return { events: await vault.open(heard), checkpoint: page.checkpoint, caughtUp: page.caughtUp };
  }

  /** One page, one transaction: rows and checkpoint stand or fall together. */
  function write(client: PoolClient, page: OpenedPage, models: readonly ReadModel[], from: number): SentTransaction {
    const now = instantFromDate(new Date());
    const names = models.map((model) => model.name);
    const parking = lot.page(from, now);
    const hearing = models.flatMap((model) => {
      const events = page.events.filter((event) => model.hears.has(event.name));
      return events.length === 0 ? [] : [{ model, events }];
    });
    const takingIn = hearing.map(({ model, events }) => async (transaction: PageTransaction): Promise<void> => {
      await model.takeIn(events, {
        transaction,
        now,
        vocabulary,
        rows,
        parking: parking.of(model.name),
        isLate: false,
      });
    });
    const transaction = sendTransaction(
      client,
      // Rows and checkpoint are lost together, so nothing is lost by not waiting for the disk here. Plans are made for
      // the tables as they are: one kept from when they were empty reads a million rows from end to end.
      page.events.length > SMALL_PAGE
        ? 'begin; set local synchronous_commit = off; set local plan_cache_mode = force_custom_plan'
        : 'begin; set local synchronous_commit = off',
      [(held) => holdCheckpoints(held, names, from), ...takingIn],
      async (last) => {
        await vocabulary.forget(last);
        parking.write(last);
        moveCheckpoints(last, names, page.checkpoint);
      },
    );
    void transaction.committed.then(
      () => {
        lot.settle(parking);
        for (const { readModel, key, position, code, place } of parking.parked)
          log.warn({ readModel, key, position, code, place }, 'an event could not be taken in; its key is parked');
      },
      () => culprits.note(transaction.failure(), hearing),
    );
    return transaction;
  }

  /**
   * Read models that are behind the others catch up by themselves, to where the next one stands. And while a culprit is
   * looked for, all go on in small pages.
   */
  async function level(client: PoolClient, signal: AbortSignal): Promise<number> {
    for (;;) {
      const positions = new Map((await readCheckpoints(pool)).map(({ name, position }) => [name, position]));
      const places = [...new Set(readModels.map((model) => positions.get(model.name) ?? 0))].sort((a, b) => a - b);
      const [lowest = 0, next] = places;
      reached.announce(lowest);
      const limit = culprits.limit();
      if ((next === undefined && limit === pageSize) || signal.aborted) return lowest;
      const behind = readModels.filter((model) => positions.get(model.name) === lowest);
      const page = await store.readAll(lowest, limit);
      // No further than where the next one stands: from there they go on together.
      const checkpoint = Math.min(page.checkpoint, next ?? page.checkpoint);
      const events = page.events.filter((event) => event.position <= checkpoint);
      if (checkpoint > lowest)
        await write(client, await open({ ...page, events, checkpoint }, behind), behind, lowest).committed;
      culprits.wrote();
    }
  }

  /**
   * A page is folded while the database still writes the one before: both on the owner's connection, in order, so the
   * second sees what the first wrote, and where the first is rolled back, finds its checkpoint not where it should be.
   */
  async function follow(client: PoolClient, leaving: AbortController): Promise<void> {
    const { signal } = leaving;
    let position = await level(client, signal);
    if (signal.aborted) return;
    let committed = position;
    let underway = Promise.resolve();
    const endWatch = watchOthers(
      pool,
      () => (position === committed ? position : undefined),
      () => leaving.abort(),
    );
    try {
      const subscription = store.subscribe({ after: position, batchSize: pageSize, signal });
      for await (const page of prefetch(subscription, (next) => open(next, readModels))) {
        if (page.checkpoint === position) continue;
        const transaction = write(client, page, readModels, position);
        const before = underway;
        underway = transaction.committed.then(() => {
          committed = page.checkpoint;
          fault = null;
          reached.announce(page.checkpoint);
          lookAgain(page);
        });
        // Ends the subscription at once: its next page may be minutes away, and leaving the loop waits for it.
        underway.catch(() => leaving.abort());
        await transaction.sent;
        position = page.checkpoint;
        await before;
        if (signal.aborted) break;
      }
      await underway;
    } finally {
      endWatch();
    }
  }

  /** When the rush is over. Where it fails, autovacuum comes later. */
  function lookAgain({ events, caughtUp }: OpenedPage): void {
    written += events.length;
    if (!caughtUp || written < ANALYZE_AFTER) return;
    written = 0;
    analyzeTables(pool, readModels).catch(() => undefined);
  }

  /** What follows when a page failed and a handler is to blame: on from the checkpoint at once, in pages that find it. */
  async function project(owner: PoolClient): Promise<void> {
    for (;;) {
      const leaving = new AbortController();
      restart = leaving;
      if (stopping.signal.aborted) return;
      forgetWritten();
      await forgetOfEmptied(owner);
      await carryOutAsked(owner, { store, vault, readModels, log, newVocabulary: () => createVocabulary(searched) });
      lot.reset(await readHeld(owner));
      try {
        return await follow(owner, leaving);
      } catch (error) {
        if (!culprits.isDealtWith()) throw error;
      }
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const before = reached.position();
      try {
        const owner = await takeOwnership(pool, stopping.signal);
        if (owner === undefined) return;
        // The lock goes with its connection: whoever projects on without it may not be alone any more.
        owner.once('end', () => restart.abort());
        try {
          await project(owner);
        } finally {
          owner.release(true);
        }
      } catch (error) {
        failures = reached.position() > before ? 1 : failures + 1;
        fault = codeOf(error);
        log.warn({ code: fault, failures }, 'projecting failed; trying again from the checkpoint');
        await pause(Math.min(10_000, 100 * 2 ** failures) * (0.5 + Math.random()), stopping.signal);
      }
    }
  }

  return {
    async start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      const due = await createTables(pool, readModels);
      await createParkingTables(pool);
      if (due.length > 0) log.info({ readModels: due }, 'read models of an older version are projected again');
      running = run();
    },
    async stop() {
      stopping.abort();
      restart.abort();
      await running;
      running = undefined;
    },
    caughtUpTo: (position, timeoutMs = 60_000) => reached.waitFor(position, timeoutMs),
    positions: () => readCheckpoints(pool),
    async rebuild(name) {
      const model = readModels.find((candidate) => candidate.name === name);
      if (model === undefined) throw new UnknownReadModel(readModels.map((known) => known.name));
      await emptyReadModel(pool, model);
      forgetWritten();
      reached.announce(0);
      restart.abort();
    },
    health: () => ({ running: running !== undefined, fault, position: reached.position() }),
  };
}

const codeOf = (error: unknown): string =>
  isNativeError(error) ? ((error as { code?: string }).code ?? error.name) : 'unknown';
