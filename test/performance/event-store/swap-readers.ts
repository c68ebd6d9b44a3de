import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';

/** What the readers are told. */
export interface Reading {
  readonly url: string;
  readonly readers: number;
  /** Each asked with a key; all answers to one key must be the same. */
  readonly text: string;
  readonly keys: readonly string[];
}

/** What they saw. */
export interface Seen {
  readonly reads: number;
  readonly failed: number;
  readonly changed: number;
  /** Milliseconds, sorted. */
  readonly took: readonly number[];
}

/*
 * A thread of its own, so that a reader waits for the database only and never for the program that rebuilds. It reads until
 * it is told anything, and answers with what it saw.
 */
const { url, readers, text, keys } = workerData as Reading;
const expected = new Map<string, string>();
const took: number[] = [];
let failed = 0;
let changed = 0;
let isOver = false;
parentPort?.once('message', () => (isOver = true));

await Promise.all(Array.from({ length: readers }, read));
parentPort?.postMessage({
  reads: took.length + failed,
  failed,
  changed,
  took: took.sort((a, b) => a - b),
} satisfies Seen);

async function read(_: unknown, reader: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  if (reader === 0) parentPort?.postMessage('reading');
  for (let n = reader; !isOver; n++) {
    const key = keys[n % keys.length] ?? '';
    const start = performance.now();
    try {
      const { rows } = await client.query({ name: 'read', text, values: [key] });
      took.push(performance.now() - start);
      const answer = JSON.stringify(rows);
      if (answer !== (expected.get(key) ?? answer)) changed++;
      if (!expected.has(key)) expected.set(key, answer);
    } catch {
      failed++;
    }
  }
  await client.end();
}
