import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(16 * 1024);
let used = pool.length;

/**
 * Random bytes for a nonce or a key, a copy of the caller's own. Drawn many at a time: a call into the kernel for each
 * costs half as much as encrypting an event.
 */
export function drawRandom(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const drawn = Buffer.from(pool.subarray(used, used + length));
  // What was handed out is not left lying here: it may be a key.
  pool.fill(0, used, used + length);
  used += length;
  return drawn;
}
