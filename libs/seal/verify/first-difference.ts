import type { EventDigest } from '#event-store';
import { leafHashOf } from '../leaf.js';
import type { TreeHead } from '../notes/checkpoint.js';
import type { LogUnderSeal } from '../sealing/seal-run.js';
import { readTiles, type Database } from '../store/seal-store.js';
import { TILE_LEAVES, tileOf, type LeafRecord } from '../store/tiles.js';
import { pagesOf, type Agreed } from './log-pages.js';
import type { Fault } from './verdict.js';

/** Tiles read at once. */
const TILES = 64;

/** A log that is not what a checkpoint says of it. */
export interface Unlike {
  /** Up to here it is. */
  readonly agreed: Agreed;
  readonly checkpoint: TreeHead;
  /** How many events were read, which may be all there are, and the position of the last. */
  readonly read: number;
  readonly last: number | null;
}

/**
 * Where a log parts from what a checkpoint says of it. The tiles tell to the position, where they themselves lead to the
 * checkpoint's root; else only that it lies between the two.
 */
export async function firstDifference(log: LogUnderSeal, database: Database, unlike: Unlike): Promise<Fault> {
  const { agreed, checkpoint, read, last } = unlike;
  if (checkpoint.size <= agreed.frontier.size) {
    return { position: agreed.position ?? 0, what: 'two checkpoints of one size contradict each other' };
  }
  const rows = rowsFrom(log, agreed.position);
  const told = agreed.frontier.copy();
  let found: Fault | null = null;
  for await (const leaf of leavesFrom(log, database, agreed.frontier.size, checkpoint.size)) {
    told.append(leaf.hash);
    if (found === null) found = differenceOf(leaf, (await rows.next()).value);
  }
  await rows.return(undefined);
  const isTold = told.size === checkpoint.size && told.root().equals(checkpoint.root);
  if (isTold && found !== null) return found;
  if (read < checkpoint.size) {
    return { position: (last ?? 0) + 1, what: `the log ends before the ${checkpoint.size} events that were sealed` };
  }
  const what = 'the log is not what was sealed, and the record that would tell where is damaged too';
  return { position: (agreed.position ?? 0) + 1, upTo: last, what };
}

/** Between what was sealed and what stands there now. */
export function differenceOf(sealed: LeafRecord, row: EventDigest | undefined): Fault | null {
  if (row === undefined) return { position: sealed.position, what: 'a sealed event is missing, and all after it' };
  if (row.position > sealed.position) return { position: sealed.position, what: 'a sealed event is missing' };
  if (row.position < sealed.position) return { position: row.position, what: 'an event was put in' };
  if (leafHashOf(row).equals(sealed.hash)) return null;
  return { position: row.position, what: 'an event is not what was sealed' };
}

async function* leavesFrom(
  { name }: LogUnderSeal,
  database: Database,
  first: number,
  end: number,
): AsyncGenerator<LeafRecord> {
  const lastTile = tileOf(end - 1);
  for (let from = tileOf(first); from <= lastTile; from += TILES) {
    for (const { tile, leaves } of await readTiles(database, name, from, Math.min(from + TILES - 1, lastTile))) {
      const begin = tile * TILE_LEAVES;
      yield* leaves.slice(Math.max(0, first - begin), Math.max(0, end - begin));
    }
  }
}

async function* rowsFrom(log: LogUnderSeal, after: number | null): AsyncGenerator<EventDigest, undefined> {
  for await (const rows of pagesOf(log, after)) yield* rows;
  return undefined;
}
