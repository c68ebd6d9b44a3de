import { SealError } from '../errors.js';
import { Frontier } from '../merkle/frontier.js';
import { nodeHash, splitOf } from '../merkle/hashing.js';
import { consistencyPath, inclusionPath } from '../merkle/proofs.js';
import type { LogName } from '../names.js';
import { readTileRoots, readTiles, type Database } from './seal-store.js';
import { rootOfLeaves, TILE_LEAVES, tileOf, type LeafRecord } from './tiles.js';

/**
 * A log's tree as its tiles tell it, for proofs and for finding what was changed. It is what the database says: whoever
 * uses it holds `root()` against a signed checkpoint first.
 */
export class StoredTree {
  readonly #known = new Map<string, Buffer>();

  private constructor(
    readonly size: number,
    private readonly leaves: ReadonlyMap<number, readonly LeafRecord[]>,
    private readonly roots: readonly (Buffer | null)[],
  ) {}

  /**
   * The tree of the first `size` leaves, with the tiles of these leaves whole.
   * @throws SealError `record-damaged` where a tile of it is missing or cut
   */
  static async load(
    database: Database,
    log: LogName,
    size: number,
    leafIndexes: Iterable<number>,
  ): Promise<StoredTree> {
    const full = Math.floor(size / TILE_LEAVES);
    const wanted = new Set([...leafIndexes].map(tileOf));
    if (size % TILE_LEAVES > 0) wanted.add(full);
    const leaves = new Map<number, readonly LeafRecord[]>();
    for (const [first, last] of runsOf([...wanted])) {
      for (const tile of await readTiles(database, log, first, last)) leaves.set(tile.tile, tile.leaves);
    }
    const roots = await readTileRoots(database, log, full);
    // What a loaded tile says itself counts, not what is said of it.
    for (const [tile, records] of leaves) if (tile < full) roots[tile] = wholeRoot(records);
    const tree = new StoredTree(size, leaves, roots);
    if (roots.includes(null) || [...wanted].some((tile) => !tree.#holds(tile))) throw damaged();
    return tree;
  }

  /** The record of a leaf whose tile was loaded. */
  leaf(index: number): LeafRecord {
    const record = this.leaves.get(tileOf(index))?.[index % TILE_LEAVES];
    if (record === undefined) throw damaged();
    return record;
  }

  root(): Buffer {
    return this.size === 0 ? new Frontier().root() : this.#rootOf(0, this.size);
  }

  inclusionPath(index: number): Buffer[] {
    return inclusionPath(index, this.size, (start, end) => this.#rootOf(start, end));
  }

  consistencyPath(first: number): Buffer[] {
    return consistencyPath(first, this.size, (start, end) => this.#rootOf(start, end));
  }

  /** RFC 6962 splits at powers of two, so that every range it asks for is tiles, or lies in one. */
  #rootOf(start: number, end: number): Buffer {
    if (end - start === 1) return this.leaf(start).hash;
    if (end - start === TILE_LEAVES && start % TILE_LEAVES === 0) {
      const root = this.roots[start / TILE_LEAVES];
      if (root !== undefined && root !== null) return root;
    }
    const key = `${start}-${end}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const split = start + splitOf(end - start);
    const root = nodeHash(this.#rootOf(start, split), this.#rootOf(split, end));
    this.#known.set(key, root);
    return root;
  }

  #holds(tile: number): boolean {
    const needed = Math.min(TILE_LEAVES, this.size - tile * TILE_LEAVES);
    return (this.leaves.get(tile)?.length ?? 0) >= needed;
  }
}

function wholeRoot(leaves: readonly LeafRecord[]): Buffer | null {
  return leaves.length === TILE_LEAVES ? rootOfLeaves(leaves) : null;
}

/** Tiles that follow each other are read together. */
function runsOf(tiles: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const tile of [...tiles].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last?.[1] === tile - 1) last[1] = tile;
    else runs.push([tile, tile]);
  }
  return runs;
}

const damaged = (): SealError =>
  new SealError('record-damaged', "The seal's record of the tree is damaged: `overblik verify` says what still holds.");
