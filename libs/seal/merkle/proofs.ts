import { SealError } from '../errors.js';
import { nodeHash, splitOf } from './hashing.js';

/** The root over the leaves from `start` up to, not including, `end`, at least one. */
export type RangeRoot = (start: number, end: number) => Buffer;

/** The audit path of a leaf in the tree of the first `size` leaves, from the leaf up (RFC 6962, 2.1.1). */
export function inclusionPath(index: number, size: number, rootOf: RangeRoot): Buffer[] {
  if (!(index >= 0 && index < size)) throw new SealError('bad-proof-request', 'a leaf of the tree must be named');
  const path: Buffer[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const split = start + splitOf(end - start);
    if (index < split) {
      path.push(rootOf(split, end));
      end = split;
    } else {
      path.push(rootOf(start, split));
      start = split;
    }
  }
  return path.reverse();
}

/** The proof that the tree of `size` leaves begins with the tree of `first` leaves (RFC 6962, 2.1.2). */
export function consistencyPath(first: number, size: number, rootOf: RangeRoot): Buffer[] {
  if (!(first >= 1 && first <= size)) throw new SealError('bad-proof-request', 'an earlier, not empty tree is needed');
  const path: Buffer[] = [];
  let [start, end] = [0, size];
  while (end !== first) {
    const split = start + splitOf(end - start);
    if (first <= split) {
      path.push(rootOf(split, end));
      end = split;
    } else {
      path.push(rootOf(start, split));
      start = split;
    }
  }
  // The whole first tree needs no telling: whoever verifies has its root.
  if (start > 0) path.push(rootOf(start, end));
  return path.reverse();
}

/** The root that a leaf hash and its audit path lead to; undefined where the path has not the length it must have. */
export function rootFromInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | undefined {
  if (!isCount(index) || !isCount(size) || index >= size) return undefined;
  let [node, last] = [index, size - 1];
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root);
      // A node at the right edge without a sibling of its own goes up unchanged to where it has one.
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)];
    } else {
      root = nodeHash(root, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? root : undefined;
}

/** Whether a tree of `size` leaves with this root begins with the tree of `first` leaves and that root. */
export function isConsistent(
  first: number,
  firstRoot: Buffer,
  size: number,
  root: Buffer,
  path: readonly Buffer[],
): boolean {
  if (!isCount(first) || !isCount(size) || first < 1 || first > size) return false;
  if (first === size) return path.length === 0 && firstRoot.equals(root);
  let [node, last] = [first - 1, size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const [seed, ...rest] = node === 0 ? [firstRoot, ...path] : path;
  if (seed === undefined) return false;
  let [older, newer] = [seed, seed];
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [older, newer] = [nodeHash(hash, older), nodeHash(hash, newer)];
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, half(last)];
    } else {
      newer = nodeHash(newer, hash);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && older.equals(firstRoot) && newer.equals(root);
}

const half = (count: number): number => Math.floor(count / 2);

const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 0;
