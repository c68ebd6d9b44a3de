import { hash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;
const LEAF_PREFIX = Buffer.of(0);

/**
 * SHA-256 of bytes that lie together. Node's one-shot hash as text, put into a buffer from the pool, takes a quarter of the
 * time of a hash object with a buffer of its own, and a log has three hashes an event.
 */
export function sha256(bytes: Uint8Array): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
}

/** The root of the tree without leaves: the hash of nothing (RFC 6962, 2.1). */
export const EMPTY_ROOT: Buffer = sha256(Buffer.alloc(0));

/** The hash of a leaf: SHA-256(0x00 ‖ leaf) (RFC 6962, 2.1). */
export function leafHash(leaf: Uint8Array): Buffer {
  return sha256(Buffer.concat([LEAF_PREFIX, leaf]));
}

/** Where each node is laid out in its turn: the prefix and two hashes. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962, 2.1). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(node, 1);
  right.copy(node, 1 + HASH_BYTES);
  return sha256(node);
}

/** The largest power of two below a size of at least two: where RFC 6962 splits a tree. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}
