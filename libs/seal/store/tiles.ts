import { Frontier } from '../merkle/frontier.js';
import { HASH_BYTES } from '../merkle/hashing.js';

/** Leaves of a tile, as in C2SP tlog-tiles. */
export const TILE_LEAVES = 256;
const POSITION_BYTES = 8;
const LEAF_BYTES = POSITION_BYTES + HASH_BYTES;

/** What is kept of a leaf: where its event stands, and its hash. */
export interface LeafRecord {
  readonly position: number;
  readonly hash: Buffer;
}

/** A row of `seal_tile`. */
export interface Tile {
  readonly tile: number;
  readonly leaves: readonly LeafRecord[];
}

export function packLeaves(leaves: readonly LeafRecord[]): Buffer {
  const packed = Buffer.alloc(leaves.length * LEAF_BYTES);
  leaves.forEach(({ position, hash }, index) => {
    packed.writeBigInt64BE(BigInt(position), index * LEAF_BYTES);
    hash.copy(packed, index * LEAF_BYTES + POSITION_BYTES);
  });
  return packed;
}

/** The whole records among the bytes: whoever damaged them may have cut one. */
export function unpackLeaves(packed: Buffer): LeafRecord[] {
  const leaves: LeafRecord[] = [];
  for (let at = 0; at + LEAF_BYTES <= packed.length; at += LEAF_BYTES) {
    const position = Number(packed.readBigInt64BE(at));
    leaves.push({ position, hash: packed.subarray(at + POSITION_BYTES, at + LEAF_BYTES) });
  }
  return leaves;
}

/** The root over leaves in their order. */
export function rootOfLeaves(leaves: readonly LeafRecord[]): Buffer {
  const frontier = new Frontier();
  for (const { hash } of leaves) frontier.append(hash);
  return frontier.root();
}

export const tileOf = (leafIndex: number): number => Math.floor(leafIndex / TILE_LEAVES);
