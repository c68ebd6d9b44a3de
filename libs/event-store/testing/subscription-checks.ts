import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EventPage, EventStore, StoredEvent, SubscribeOptions } from '../event-store.js';
import { expectAtEnd, fill, idsOf, newEvents, newStream, requestFor, type ContractCheck } from './contract-subject.js';

/** What a subscription promises. */
export const subscriptionChecks: readonly ContractCheck[] = [
  {
    claim: 'gives what is stored, then what comes, each once and in order',
    check: async ({ store, another }) => {
      const other = await another();
      const start = await store.head();
      await fill(store, newStream(), 7);
      const reader = follow(store, { after: start, batchSize: 3 });
      await reader.until(await store.head());
      for (let round = 0; round < 20; round++) await fill(round % 2 === 0 ? store : other, newStream(), 2);
      await reader.until(await store.head());
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
        await reader.until(events.at(-1)?.position ?? 0);
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
      await reader.untilCaughtUp(1);
      for (let round = 1; round <= 3; round++) {
        await fill(store, newStream(), 1);
        await reader.until(await store.head());
        expect(reader.events).toHaveLength(8 + round);
      }
      await sleep(50);
      expect(reader.pages.filter(({ caughtUp }) => caughtUp)).toHaveLength(1);
      reader.hold();
      for (let round = 0; round < 30; round++) await fill(store, newStream(), 1);
      reader.goOn();
      await reader.untilCaughtUp(2);
      await reader.stop();
      expect(reader.pages.filter(({ caughtUp }) => caughtUp)).toHaveLength(2);
      expect(reader.events).toHaveLength(41);
      expectAtEnd(reader.pages.filter(({ caughtUp }) => caughtUp).at(-1), await store.head());
    },
  },
  {
    claim: 'has caught up at once where nothing is to be read',
    check: async ({ store }) => {
      const head = await store.head();
      const reader = follow(store, { after: head });
      await reader.untilCaughtUp(1);
      await reader.stop();
      expect(reader.pages).toMatchObject([{ events: [] }]);
      expectAtEnd(reader.pages[0], head);
    },
  },
  {
    claim: 'moves the checkpoint over what its filter leaves out',
    check: async ({ store }) => {
      const start = await store.head();
      const asked = [newEvents(5, { type: 'case.a' }), newEvents(2, { type: 'case.a' })];
      await store.append(requestFor(newStream(), asked[0]));
      await fill(store, newStream(), 20);
      const reader = follow(store, { after: start, batchSize: 2, filter: { types: ['case.a'] } });
      await reader.until(await store.head());
      await fill(store, newStream(), 6);
      await reader.until(await store.head());
      await store.append(requestFor(newStream(), asked[1]));
      await reader.until(await store.head());
      await reader.stop();
      expect(idsOf(reader.events)).toEqual(idsOf(asked.flat()));
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
      const before = await memoryInUse();
      // Where the log itself lies in this memory, what a subscription holds of it cannot be told apart.
      const megabytes = keepsLogInMemory ? 16 : 64;
      for (let megabyte = 0; megabyte < megabytes; megabyte += 2) {
        await store.append(requestFor(newStream(), newEvents(20, { data: Buffer.alloc(100 * 1024, megabyte) })));
      }
      await sleep(100);
      if (!keepsLogInMemory) expect(((await memoryInUse()) - before) / 1024 / 1024).toBeLessThan(24);
      const seen = first.done === true ? [] : [...first.value.events];
      const written = 20 + 10 * megabytes;
      while (seen.length < written) {
        const next = await iterator.next();
        if (next.done === true) break;
        seen.push(...next.value.events.map((event) => ({ ...event, data: Buffer.alloc(0) })));
        expect(next.value.events.length).toBeLessThanOrEqual(10);
      }
      await iterator.return?.();
      const { events: all } = await store.readAll(start, 1_000);
      expect(all).toHaveLength(written);
      expect(idsOf(seen)).toEqual(idsOf(all));
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
        expect(page.events.length).toBeLessThanOrEqual(1);
        if (page.events.length === 1) break;
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
  /** Takes no further page until told to go on. */
  hold(): void;
  goOn(): void;
  stop(): Promise<void>;
}

/** Follows a log and keeps all that comes. */
export function follow(store: EventStore, options: Omit<SubscribeOptions, 'signal'>): Follower {
  const ending = new AbortController();
  const pages: EventPage[] = [];
  const events: StoredEvent[] = [];
  let held = Promise.resolve();
  let goOn = (): void => undefined;
  const read = async (): Promise<void> => {
    for await (const page of store.subscribe({ ...options, signal: ending.signal })) {
      pages.push(page);
      events.push(...page.events);
      await held;
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
    hold: () => {
      held = new Promise((resolve) => (goOn = resolve));
    },
    goOn: () => goOn(),
    stop: async () => {
      ending.abort();
      await ended;
    },
  };
}

/** Bytes held after garbage collections: what one of them finalises the next one frees. */
async function memoryInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    collectGarbage();
    await sleep(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
