import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { analyzeTables, targetOf, type Target } from './checkpoints.js';
import { CheckpointMoved } from './errors.js';
import { readGenerations, shapeOf, type Generation } from './generations.js';
import type { Lease } from './lease.js';
import { openPage, sendPage, writePages, type OpenedPage, type Writing } from './page-writer.js';
import { pause } from './pause.js';
import { prefetch } from './prefetch.js';
import { servingOf } from './prepare.js';
import { createRowCache } from './row-cache.js';
import type { Unit } from './units.js';
import type { VocabularySweeper } from './vocabulary-sweeper.js';

/** What a unit is projected with. */
export interface UnitOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly pageSize: number;
  readonly sweeper: VocabularySweeper;
  /** Told how far the unit has come, after each page. */
  readonly onReached: (position: number) => void;
}

/** After this many events PostgreSQL's picture of the tables is worthless: it would plan for a tenth of the rows, or for none. */
const ANALYZE_AFTER = 5_000;

/** How soon an idle projector notices that another process swapped a generation or put a checkpoint back. */
const WATCH_MS = 1_000;
const FOR_EVER_MS = 2 ** 31 - 1;

/**
 * Projects one unit from its checkpoints until the signal; everything is looked up afresh at the beginning, so whatever has
 * changed meanwhile (a swap, a checkpoint that was put back) is met by beginning again.
 */
export async function followUnit(
  options: UnitOptions,
  unit: Unit,
  client: PoolClient,
  lease: Lease,
  leaving: AbortController,
): Promise<void> {
  const { pool, store, vault, pageSize, sweeper } = options;
  const { signal } = leaving;
  const placed = placesOf(unit, await readGenerations(pool));
  const vocabulary = sweeper.vocabulary();
  const writing: Omit<Writing, 'targets'> = {
    client,
    share: unit,
    lease,
    takesPageLock: true,
    vocabulary,
    rows: createRowCache(),
  };
  const targets = placed.map(({ target }) => target);
  let committed = await level(placed);
  let written = 0;
  const watch = setInterval(() => {
    const seen = committed;
    void hasChanged(placed, seen).then((changed) => {
      if (changed && committed === seen) leaving.abort();
    });
  }, WATCH_MS);
  try {
    // All of them are being built anew: there is nothing to do until one is swapped in.
    if (targets.length === 0) await pause(FOR_EVER_MS, signal);
    else if (!signal.aborted) await follow();
  } finally {
    clearInterval(watch);
    sweeper.drop(vocabulary);
  }

  /** Read models that are behind the others catch up by themselves, to where the next one stands. */
  async function level(begun: readonly Placed[]): Promise<number> {
    const places = new Map(begun.map(({ target, position: at }) => [target, at]));
    for (;;) {
      const [lowest = 0, next] = [...new Set(places.values())].sort((a, b) => a - b);
      options.onReached(lowest);
      if (next === undefined || signal.aborted) return lowest;
      const behind = [...places].filter(([, at]) => at === lowest).map(([target]) => target);
      const page = await store.readAll(lowest, pageSize);
      // No further than where the next one stands: from there they go on together.
      const checkpoint = Math.min(page.checkpoint, next);
      const events = page.events.filter((event) => event.position <= checkpoint);
      const opened = await openPage(vault, { ...page, events, checkpoint }, behind, unit.buckets);
      const sent = sendPage({ ...writing, targets: behind }, opened, lowest);
      await sent.committed;
      if (sent.isSweepDue()) await sweeper.sweep();
      for (const target of behind) places.set(target, checkpoint);
    }
  }

  async function follow(): Promise<void> {
    const subscription = store.subscribe({ after: committed, batchSize: pageSize, signal });
    const pages = prefetch(subscription, (next) => openPage(vault, next, targets, unit.buckets));
    await writePages({ ...writing, targets }, pages, committed, {
      committed: async (page, sent) => {
        committed = page.checkpoint;
        if (sent.isSweepDue()) await sweeper.sweep();
        options.onReached(page.checkpoint);
        lookAgain(page);
      },
      // Ends the subscription at once: its next page may be minutes away, and leaving the loop waits for it.
      failed: () => leaving.abort(),
      isOver: () => signal.aborted,
    });
  }

  /** When the rush is over. Where it fails, autovacuum comes later. */
  function lookAgain({ events, caughtUp }: OpenedPage): void {
    written += events.length;
    if (!caughtUp || written < ANALYZE_AFTER) return;
    written = 0;
    analyzeTables(pool, targets).catch(() => undefined);
  }

  /** Whether another process put a checkpoint back, or swapped in another generation, while nothing was written here. */
  async function hasChanged(begun: readonly Placed[], at: number): Promise<boolean> {
    try {
      const now = placesOf(unit, await readGenerations(pool));
      return namesOf(now) !== namesOf(begun) || now.some((place) => place.position < at);
    } catch (error) {
      // Where the database is away, writing the next page will say so.
      return error instanceof CheckpointMoved;
    }
  }
}

/** A read model of the unit in the generation that serves, and where its part stands. */
interface Placed {
  readonly target: Target;
  readonly position: number;
}

/** Those whose tables have another shape than the code are left out: they stand still until they are built anew. */
function placesOf(unit: Unit, generations: readonly Generation[]): Placed[] {
  const serving = servingOf(generations);
  return unit.models.flatMap((model) => {
    const known = serving.find(({ name }) => name === model.name);
    if (known === undefined || known.shape !== shapeOf(model)) return [];
    const position = known.positions[unit.part];
    if (position === undefined) throw new CheckpointMoved();
    return [{ target: targetOf(model, known.generation, true), position }];
  });
}

const namesOf = (placed: readonly Placed[]): string =>
  placed.map(({ target }) => `${target.model.name} ${target.generation}`).join(', ');
