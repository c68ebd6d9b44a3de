import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { analyzeTables, targetOf, type Target } from './checkpoints.js';
import { CheckpointMoved } from './errors.js';
import { readGenerations, shapeOf, type Generation } from './generations.js';
import type { Lease } from './lease.js';
import type { Culprits } from './culprits.js';
import { openPage, sendPage, writePages, type Failures, type OpenedPage, type Writing } from './page-writer.js';
import { readAsked, readHeld } from './parked-events.js';
import { pause } from './pause.js';
import { prefetch } from './prefetch.js';
import { servingOf } from './prepare.js';
import { carryOutAsked, isOfUnit } from './replay.js';
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
  /** Remembered for as long as this process has the unit. */
  readonly failures: Failures & { readonly culprits: Culprits };
  /** Told how far the unit has come, after each page. */
  readonly onReached: (position: number) => void;
}

/**
 * After this many events PostgreSQL's picture of the tables is worthless: it would plan for a tenth of the rows, or for
 * none, and read an authority's cases for one party's. The first ones count most; in a rush each look costs more than the last.
 */
const analyzeAfter = (all: number, caughtUp: boolean): number =>
  Math.min(Math.max(500, all / 2), caughtUp ? 5_000 : Infinity);

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
  const { pool, store, vault, pageSize, sweeper, failures } = options;
  const { signal } = leaving;
  const placed = placesOf(unit, await readGenerations(pool));
  const targets = placed.map(({ target }) => target);
  await carryOutAsked(client, { store, vault, unit, targets, lease, sweeper, log: failures.log });
  failures.lot.reset(await readHeld(client, targets.map(heldName)));
  const vocabulary = sweeper.vocabulary();
  const writing: Omit<Writing, 'targets'> = {
    client,
    share: unit,
    lease,
    takesPageLock: true,
    vocabulary,
    rows: createRowCache(),
    failures,
  };
  let committed = 0;
  let written = 0;
  let writtenInAll = 0;
  let watch: NodeJS.Timeout | undefined;
  try {
    committed = await level(placed);
    watch = setInterval(() => {
      const seen = committed;
      void hasChanged(placed, seen).then((changed) => {
        if (changed && committed === seen) leaving.abort();
      });
    }, WATCH_MS);
    // All of them are being built anew: there is nothing to do until one is swapped in.
    if (targets.length === 0) await pause(FOR_EVER_MS, signal);
    else if (!signal.aborted) await follow();
  } finally {
    clearInterval(watch);
    sweeper.drop(vocabulary);
  }

  /**
   * Read models that are behind the others catch up by themselves, to where the next one stands. And while a culprit is
   * looked for, all go on in small pages.
   */
  async function level(begun: readonly Placed[]): Promise<number> {
    const places = new Map(begun.map(({ target, position: at }) => [target, at]));
    for (;;) {
      const [lowest = 0, next] = [...new Set(places.values())].sort((a, b) => a - b);
      options.onReached(lowest);
      const limit = failures.culprits.limit();
      if ((next === undefined && limit === pageSize) || signal.aborted || begun.length === 0) return lowest;
      const behind = [...places].filter(([, at]) => at === lowest).map(([target]) => target);
      const page = await store.readAll(lowest, limit);
      // No further than where the next one stands: from there they go on together.
      const checkpoint = Math.min(page.checkpoint, next ?? page.checkpoint);
      const events = page.events.filter((event) => event.position <= checkpoint);
      if (checkpoint === lowest) return lowest;
      const opened = await openPage(vault, { ...page, events, checkpoint }, behind, unit.buckets);
      const sent = sendPage({ ...writing, targets: behind }, opened, lowest);
      await sent.committed;
      failures.culprits.wrote();
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

  /** Where it fails, autovacuum comes later. */
  function lookAgain({ events, caughtUp }: OpenedPage): void {
    written += events.length;
    writtenInAll += events.length;
    if (written < analyzeAfter(writtenInAll, caughtUp)) return;
    written = 0;
    analyzeTables(pool, targets).catch(() => undefined);
  }

  /** Whether another process put a checkpoint back, swapped in another generation, or asks something of parked keys. */
  async function hasChanged(begun: readonly Placed[], at: number): Promise<boolean> {
    try {
      if ((await readAsked(pool)).some((asked) => isOfUnit(asked, unit))) return true;
      const now = placesOf(unit, await readGenerations(pool));
      return namesOf(now) !== namesOf(begun) || now.some((place) => place.position < at);
    } catch (error) {
      // Where the database is away, writing the next page will say so.
      return error instanceof CheckpointMoved;
    }
  }
}

const heldName = ({ model, generation }: Target): { readModel: string; generation: number } => ({
  readModel: model.name,
  generation,
});

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
