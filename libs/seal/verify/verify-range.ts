import { SealError } from '../errors.js';
import type { TreeHead } from '../notes/checkpoint.js';
import type { LogUnderSeal } from '../sealing/seal-run.js';
import { tilesAtPositions } from '../store/seal-store.js';
import { StoredTree } from '../store/stored-tree.js';
import { TILE_LEAVES } from '../store/tiles.js';
import { differenceOf } from './first-difference.js';
import { pagesOf } from './log-pages.js';
import { untoldForgetting } from './untold-forgetting.js';
import type { Fault, Verdict } from './verdict.js';
import { verifyLog, type Held } from './verify-log.js';

/** Positions, both included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Holds only the events of a range against the seal: their leaves must be those by which the tiles lead to the latest
 * checkpoint, so that nothing else of the log is read. Where the tiles do not lead there, the whole log is.
 */
export async function verifyRange(log: LogUnderSeal, held: Held, range: Range): Promise<Verdict> {
  const head = held.checkpoints.at(-1);
  if (head === undefined) return verifyLog(log, held);
  const sealed = await sealedLeaves(log, held, head, range);
  if (sealed === null) return verifyLog(log, held);
  const { leaves, last, before } = sealed;
  let [read, unsealed, forgotten] = [0, 0, 0];
  let fault: Fault | null = null;
  for await (const rows of pagesOf(log, before)) {
    const inside = rows.filter(({ position }) => position >= range.from && position <= range.to);
    for (const row of inside) {
      const leaf = leaves[read];
      if (leaf === undefined && row.position > last) unsealed++;
      else
        fault ??=
          leaf === undefined ? { position: row.position, what: 'an event was put in' } : differenceOf(leaf, row);
      if (row.isForgotten) {
        forgotten++;
        fault ??= await untoldForgetting(row, held.isForgettingTold);
      }
      read++;
    }
    held.onProgress?.(read);
    if (fault !== null || (rows.at(-1)?.position ?? 0) > range.to) break;
  }
  const missing = leaves[read];
  if (fault === null && missing !== undefined) fault = differenceOf(missing, undefined);
  return { log: log.name, read, sealed: { size: head.size, position: last }, unsealed, forgotten, fault };
}

/** The leaves of a range as the tiles have them, and the last position sealed; null where the tiles are not to be believed. */
async function sealedLeaves({ name }: LogUnderSeal, { database }: Held, head: TreeHead, { from, to }: Range) {
  const [firstTile = 0, lastTile = 0] = await tilesAtPositions(database, name, [from, to]);
  const first = firstTile * TILE_LEAVES;
  const end = Math.min(head.size, (lastTile + 1) * TILE_LEAVES);
  // With the leaf before: a log in a cluster is read only from where an event stands.
  const begin = Math.max(0, first - 1);
  const indexes = Array.from({ length: Math.max(0, end - begin) }, (_, index) => begin + index);
  try {
    const tree = await StoredTree.load(database, name, head.size, [...indexes, head.size - 1]);
    if (!tree.root().equals(head.root)) return null;
    const known = indexes.map((index) => tree.leaf(index));
    const leaves = known.filter(({ position }) => position >= from && position <= to);
    const before = known.filter(({ position }) => position < from).at(-1)?.position ?? null;
    return { leaves, last: tree.leaf(head.size - 1).position, before };
  } catch (error) {
    if (error instanceof SealError && error.code === 'record-damaged') return null;
    throw error;
  }
}
