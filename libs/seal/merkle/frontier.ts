import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './hashing.js';

/**
 * What must be known of a Merkle tree to add leaves at its end and tell its root: the roots of its perfect subtrees, one
 * for each bit of its size, the largest first. Thirty-two bytes a bit, whatever the log's length.
 */
export class Frontier {
  readonly #roots: Buffer[];
  #size: number;

  constructor(size = 0, roots: readonly Buffer[] = []) {
    if (roots.length !== bitsOf(size)) throw new RangeError('a frontier has one root for each bit of its size');
    this.#size = size;
    this.#roots = [...roots];
  }

  /** What `bytes` gave for this size. */
  static of(size: number, bytes: Buffer): Frontier {
    const roots: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += HASH_BYTES) roots.push(bytes.subarray(at, at + HASH_BYTES));
    return new Frontier(size, roots);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds the hash of the next leaf. */
  append(leaf: Buffer): void {
    let root = leaf;
    for (let size = this.#size; size % 2 === 1; size = (size - 1) / 2) root = nodeHash(this.#roots.pop() ?? root, root);
    this.#roots.push(root);
    this.#size++;
  }

  /** The root over all leaves so far (RFC 6962, 2.1). */
  root(): Buffer {
    const smallest = this.#roots.at(-1);
    if (smallest === undefined) return EMPTY_ROOT;
    return this.#roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), smallest);
  }

  /** Whether the last leaves of the tree are those of the other, which has fewer than the smallest subtree before them. */
  endsWith(other: Frontier): boolean {
    const last = this.#roots.slice(this.#roots.length - other.#roots.length);
    return other.#roots.every((root, index) => last[index]?.equals(root) === true);
  }

  copy(): Frontier {
    return new Frontier(this.#size, this.#roots);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#roots);
  }
}

function bitsOf(size: number): number {
  let bits = 0;
  for (let rest = size; rest >= 1; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}
