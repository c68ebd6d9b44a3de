import type { Pool, PoolClient } from 'pg';
import type { EventPage, EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { analyzeTables, targetOf, type Target } from './checkpoints.js';
import { readGenerations, shapeOf, type Generation } from './generations.js';
import { readHeld } from './parked-events.js';
import { createParkingLot } from './parking.js';
import { openPage, writePages, type OpenedPage, type Writing } from './page-writer.js';
import { prefetch } from './prefetch.js';
import type { ReadModel } from './read-model.js';
import { createRowCache } from './row-cache.js';
import type { RunnerLog } from './runner-log.js';
import { bucketsOf } from './units.js';
import { createVocabulary, noVocabulary, type Vocabulary } from './vocabulary.js';

/** What the writer of one read model's generations works with. */
export interface GenerationWriterOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: KeyVault;
  /** Holds the lock under which the read model's generations are changed. */
  readonly client: PoolClient;
  readonly model: ReadModel;
  readonly log: RunnerLog;
}

/** Projects into generations that no projector writes, or while all of them are stopped. */
export interface GenerationWriter {
  /**
   * Nearly as far as the generation that serves has come; where that stands still for its shape, to the end of the log.
   * @param words of a generation that is far behind are taken in later, all at once
   * @returns the position reached; less than that when the signal has come
   */
  project(
    generation: number,
    from: number,
    words: 'with words' | 'without words',
    signal: AbortSignal | undefined,
    onReached: (position: number, goal: number) => void,
  ): Promise<number>;
  /** One part of a generation exactly to the position, with every other page stopped. */
  level(generation: Generation, part: number, goal: number): Promise<void>;
}

/** The larger the page, the fewer rows are read and written again; more takes memory and no less time. */
const PAGE = 5_000;

/** So many events are taken in while all other pages wait; under load nobody comes closer than that. */
export const NEARLY = 1_000;

/** Positions may have holes: what is between them is counted. */
export async function eventsBetween(store: EventStore, from: number, to: number): Promise<number> {
  return from >= to ? 0 : (await store.countAfter(from)) - (await store.countAfter(to));
}

/** @see GenerationWriter */
export function createGenerationWriter(options: GenerationWriterOptions): GenerationWriter {
  const { pool, store, vault, client, model, log } = options;
  const types = [...model.hears];

  async function goalOf(): Promise<number> {
    const known = (await readGenerations(pool)).find((each) => each.name === model.name && each.status === 'serving');
    return known === undefined || known.shape !== shapeOf(model) ? await store.head() : known.position;
  }

  /** Only what the read model hears, a page at a time, and no further than the goal. */
  async function* pagesTo(from: number, goal: number): AsyncGenerator<EventPage> {
    for (let at = from; at < goal;) {
      const page = await store.readAll(at, PAGE, { types });
      const checkpoint = Math.min(page.checkpoint, goal);
      yield { ...page, events: page.events.filter(({ position }) => position <= checkpoint), checkpoint };
      if (page.checkpoint <= at) return;
      at = checkpoint;
    }
  }

  async function write(
    target: Target,
    share: Pick<Writing, 'share' | 'takesPageLock'> & { readonly vocabulary: Vocabulary },
    from: number,
    goal: number,
    signal: AbortSignal | undefined,
    onReached: (position: number) => void,
  ): Promise<number> {
    const { part, partitions = 1 } = share.share;
    const buckets = partitions > 1 ? bucketsOf(part, partitions) : undefined;
    const pages = prefetch(pagesTo(from, goal), (page) => openPage(vault, page, [target], buckets));
    let analyzed = 0;
    let written = 0;
    let isBroken = false;
    // A key whose handler throws is parked here as everywhere; what is composed across keys and throws ends the rebuild.
    const lot = createParkingLot('park');
    lot.reset(await readHeld(client, [{ readModel: model.name, generation: target.generation }]));
    const failures = { lot, culprits: undefined, log };
    const writing: Writing = {
      client,
      targets: [target],
      lease: undefined,
      rows: createRowCache(),
      failures,
      ...share,
    };
    return await writePages(writing, pages, from, {
      committed: async (page: OpenedPage) => {
        onReached(page.checkpoint);
        written += page.events.length;
        if (target.isServed || written < PAGE || written < 4 * analyzed) return;
        // The plans of the first pages are made for empty tables.
        analyzed = written;
        await analyzeTables(pool, [target]);
      },
      failed: () => {
        isBroken = true;
      },
      isOver: () => isBroken || signal?.aborted === true,
    });
  }

  return {
    async project(generation, from, words, signal, onReached) {
      const target = targetOf(model, generation, false);
      const vocabulary = words === 'with words' ? createVocabulary() : noVocabulary;
      let reached = from;
      for (;;) {
        const goal = await goalOf();
        if (signal?.aborted === true || (await eventsBetween(store, reached, goal)) <= NEARLY) return reached;
        const share = { share: { part: 0, partitions: undefined }, takesPageLock: words === 'with words', vocabulary };
        reached = await write(target, share, reached, goal, signal, (position) => onReached(position, goal));
      }
    },
    async level({ generation, status, positions }, part, goal) {
      const partitions = status === 'serving' ? positions.length : undefined;
      const target = targetOf(model, generation, status === 'serving');
      const share = { share: { part, partitions }, takesPageLock: false, vocabulary: createVocabulary() };
      await write(target, share, positions[part] ?? 0, goal, undefined, () => undefined);
    },
  };
}
