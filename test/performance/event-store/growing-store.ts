import { createProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { secondsSince } from '../append-limit.js';
import { settleServer } from '../place.js';
import type { Place } from '../place.js';
import type { GrowthEvents } from './growth-events.js';

/** Microseconds an event. */
export interface Cost {
  readonly append: number;
  readonly project: number;
}

/** A store with its read models that is filled to any size. */
export interface GrowingStore {
  /** Until it has so many events, all of them projected. */
  fill(size: number, tell?: (reached: number) => void): Promise<void>;
  /** What one more portion costs: appended, then projected. */
  measure(): Promise<Cost>;
  bytes(): Promise<{ readonly logBytes: number; readonly viewBytes: number }>;
  close(): Promise<void>;
}

const REQUESTS = 500;
const TELL_EVERY = 100_000;
const PATIENCE_MS = 3_600_000;
const quiet = { info: () => undefined, warn: () => undefined };
const BYTES = `select sum(pg_total_relation_size(oid)) filter (where oid = 'overblik.events'::regclass) as log,
  sum(pg_total_relation_size(oid)) filter (where relnamespace::regnamespace::text like 'overview%') as views
  from pg_class where relkind = 'r'`;

/** An empty one, in a database of that name. */
export async function openGrowingStore(place: Place, name: string, events: GrowthEvents): Promise<GrowingStore> {
  const { url } = await place.createDatabase(name);
  const stores = await place.openStores(url);
  const { pool, eventStore: store, vault } = stores;
  let stored = 0;

  /** Returns the seconds that appending alone took. */
  async function append(): Promise<number> {
    const requests = await events.next(vault);
    const start = performance.now();
    for (let at = 0; at < requests.length; at += REQUESTS) {
      const outcomes = await store.appendAll(requests.slice(at, at + REQUESTS));
      if (outcomes.some(({ status }) => status !== 'ok')) throw new Error('an append of the benchmark failed');
    }
    stored += requests.length;
    return secondsSince(start);
  }

  /** Returns the seconds from when the runner began until everything is projected. */
  async function project(): Promise<number> {
    const head = await store.head();
    const runner = createProjectionRunner({ pool, store, vault, readModels, log: quiet });
    await runner.start();
    const start = performance.now();
    await runner.caughtUpTo(head, PATIENCE_MS);
    const seconds = secondsSince(start);
    await runner.stop();
    return seconds;
  }

  return {
    async fill(size, tell = () => undefined) {
      while (stored + events.size <= size) {
        const before = stored;
        await append();
        if (Math.floor(stored / TELL_EVERY) > Math.floor(before / TELL_EVERY)) tell(stored);
      }
      await project();
      // Else PostgreSQL does so by itself, in the middle of what is measured.
      await pool.query('vacuum analyze');
    },
    async measure() {
      await settleServer(place.pool);
      const appended = await append();
      const projected = await project();
      return { append: (appended / events.size) * 1e6, project: (projected / events.size) * 1e6 };
    },
    async bytes() {
      const { rows } = await pool.query<{ log: string; views: string }>(BYTES);
      return { logBytes: Number(rows[0]?.log ?? 0), viewBytes: Number(rows[0]?.views ?? 0) };
    },
    close: () => stores.close(),
  };
}
