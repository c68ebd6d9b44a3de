import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EventPage, EventStore, StoredEvent, SubscribeOptions } from '../event-store.js';
import { fill, idsOf, newEvents, newStream, requestFor, type ContractCheck } from './contract-subject.js';

/** What a subscription promises. */
export const subscriptionChecks: readonly ContractCheck[] = [
  {
    claim: 'gives what is stored, then what comes, each once and in order',
    check: async ({ store, another }) => {
      const other = await another();
      const start = await store.head();
      await fill(store, newStream(), 7);
      const reader = follow(store, { after: start, batchSize: 3 });
      await reader.until(start + 7);
      for (let round = 0; round < 20; round++) await fill(round % 2 === 0 ? store : other, newStream(), 2);
      await reader.until(start + 47);
      await reader.stop();
      expect(idsOf(reader.events)).toEqual(idsOf((await store.readAll(start, 1_000)).events));
      for (const { events } of reader.pages) expect(events.length).toBeLessThanOrEqual(3);
    },
  },
  {
    claim: 'tells soon of what another process wrote',
    check: async ({ store, another }) => {
      const other = await another();
      const reader = follow(store, { after: await store.head() });
      await reader.until(await store.head());
      await sleep(300);
      const waits: number[] = [];
      for (let round = 0; round < 5; round++) {
        const sent = performance.now();
        await fill(other, newStream(), 1);
        await reader.until(await store.head());
        waits.push(performance.now() - sent);
      }
      // The median: a busy machine may be late once, polling is late each time.
      expect(waits.sort((one, next) => one - next)[2]).toBeLessThan(400);
      await reader.stop();
    },
  },
  {
    claim: 'goes on after every event',
    check: async ({ store }) => {
      const start = await store.head();
      await fill(store, newStream(), 9);
      const { events } = await store.readAll(start, 100);
      for (const [index, { position }] of events.entries()) {
        const reader = follow(store, { after: position, batchSize: 4 });
        await reader.until(start + 9);
        await reader.stop();
        expect(idsOf(reader.events)).toEqual(idsOf(events.slice(index + 1)));
      }
    },
  },
  {
    claim: 'says once that it has caught up, and again only after it was behind',
    check: async ({ store }) => {
      const start = await store.head();
      await fill(store, newStream(), 8);
      const reader = follow(store, { after: start, batchSize: 4 });
      await reader.until(start + 8);
      await reader.untilCaughtUp(1);
      for (let round = 1; round <= 3; round++) {
        await fill(store, newStream(), 1);
        await reader.until(start + 8 + round);
      }
      await sleep(50);
      expect(reader.pages.filter(({ caughtUp }) => caughtUp)).toHaveLength(1);
      await fill(store, newStream(), 30);
      await reader.until(start + 41);
      await reader.untilCaughtUp(2);
      await reader.stop();
      expect(reader.pages.filter(({ caughtUp }) => caughtUp)).toHaveLength(2);
      expect(reader.pages.filter(({ caughtUp }) => caughtUp).at(-1)).toMatchObject({ checkpoint: start + 41 });
    },
  },
  {
    claim: 'has caught up at once where nothing is to be read',
    check: async ({ store }) => {
      const head = await store.head();
      const reader = follow(store, { after: head });
      await reader.untilCaughtUp(1);
      await reader.stop();
      expect(reader.pages).toEqual([{ events: [], checkpoint: head, caughtUp: true }]);
    },
  },
  {
    claim: 'moves the checkpoint over what its filter leaves out',
    check: async ({ store }) => {
      const start = await store.head();
      await store.append(requestFor(newStream(), newEvents(5, { type: 'case.a' })));
      await fill(store, newStream(), 20);
      const reader = follow(store, { after: start, batchSize: 2, filter: { types: ['case.a'] } });
      await reader.until(start + 25);
      await fill(store, newStream(), 6);
      await reader.until(start + 31);
      await store.append(requestFor(newStream(), newEvents(2, { type: 'case.a' })));
      await reader.until(start + 33);
      await reader.stop();
      expect(reader.events.map(({ position }) => position - start)).toEqual([1, 2, 3, 4, 5, 32, 33]);
    },
  },
  {
    claim: 'holds one page for a slow consumer, however much is written meanwhile',
    timeoutMs: 60_000,
    check: async ({ store, keepsLogInMemory = false }) => {
      const start = await store.head();
      await fill(store, newStream(), 20);
      const pages = store.subscribe({ after: start, batchSize: 10, signal: new AbortController().signal });
      const iterator = pages[Symbol.asyncIterator]();
      const first = await iterator.next();
      const before = memoryInUse();
      for (let megabyte = 0; megabyte < 64; megabyte += 2) {
        await store.append(requestFor(newStream(), newEvents(20, { data: Buffer.alloc(100 * 1024, megabyte) })));
      }
      await sleep(100);
      if (!keepsLogInMemory) expect((memoryInUse() - before) / 1024 / 1024).toBeLessThan(24);
      const seen = first.done === true ? [] : [...first.value.events];
      while (seen.length < 660) {
        const next = await iterator.next();
        if (next.done === true) break;
        seen.push(...next.value.events.map((event) => ({ ...event, data: Buffer.alloc(0) })));
        expect(next.value.events.length).toBeLessThanOrEqual(10);
      }
      await iterator.return?.();
      expect(seen.map(({ position }) => position - start)).toEqual(
        Array.from({ length: 660 }, (_, index) => index + 1),
      );
    },
  },
  {
    claim: 'ends when aborted, idle or not, when left, and when its store closes',
    check: async ({ store, another }) => {
      const idle = follow(store, { after: await store.head() });
      await idle.untilCaughtUp(1);
      await idle.stop();
      const aborted = new AbortController();
      aborted.abort();
      for await (const page of store.subscribe({ after: 0, signal: aborted.signal })) expect(page).toBeNull();
      await fill(store, newStream(), 2);
      for await (const page of store.subscribe({ after: 0, batchSize: 1, signal: new AbortController().signal })) {
        expect(page.events).toHaveLength(1);
        break;
      }
      const closing = await another();
      const reader = follow(closing, { after: await store.head() });
      await reader.untilCaughtUp(1);
      await closing.close();
      await reader.ended;
    },
  },
];

/** A subscription read in the background. */
export interface Follower {
  readonly pages: EventPage[];
  readonly events: StoredEvent[];
  /** Settled when the subscription has ended. */
  readonly ended: Promise<void>;
  until(position: number, withinMs?: number): Promise<void>;
  untilCaughtUp(times: number): Promise<void>;
  stop(): Promise<void>;
}

/** Follows a log and keeps all that comes. */
export function follow(store: EventStore, options: Omit<SubscribeOptions, 'signal'>): Follower {
  const ending = new AbortController();
  const pages: EventPage[] = [];
  const events: StoredEvent[] = [];
  const read = async (): Promise<void> => {
    for await (const page of store.subscribe({ ...options, signal: ending.signal })) {
      pages.push(page);
      events.push(...page.events);
    }
  };
  const ended = read();
  const waitFor = async (isThere: () => boolean, withinMs = 20_000): Promise<void> => {
    for (const deadline = Date.now() + withinMs; !isThere();) {
      if (Date.now() > deadline) throw new Error('the subscription did not get there');
      // A subscription that ended with an error says so here.
      await Promise.race([sleep(2), ended]);
    }
  };
  return {
    pages,
    events,
    ended,
    until: (position, withinMs) => waitFor(() => (pages.at(-1)?.checkpoint ?? 0) >= position, withinMs),
    untilCaughtUp: (times) => waitFor(() => pages.filter(({ caughtUp }) => caughtUp).length >= times),
    stop: async () => {
      ending.abort();
      await ended;
    },
  };
}

/** Bytes held after a garbage collection. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
