import { setTimeout as sleep } from 'node:timers/promises';
import type { AppendRequest, EventStore, StoredEvent } from '../event-store.js';
import { StoreClosed } from '../errors.js';
import { newEvents, newStream, randomPause, requestFor, type ContractCheck } from './contract-subject.js';
import { follow } from './subscription-checks.js';

const WRITERS = 8;
const APPENDS_A_WRITER = 40;
const STREAMS = 12;

/** What holds when many write at a time, connections break and stores close. */
export const concurrencyChecks: readonly ContractCheck[] = [
  {
    claim: 'shows every event in stream order to readers beside eight writers with slow transactions',
    timeoutMs: 60_000,
    check: async ({ store, another }) => {
      const start = await store.head();
      const subscriber = follow(store, { after: start, batchSize: 50 });
      const paging = new AbortController();
      const paged = readPages(await another(), start, paging.signal);
      const streams = Array.from({ length: STREAMS }, () => newStream());
      const writers = await Promise.all(Array.from({ length: WRITERS }, (_, n) => another({ isSlow: n % 2 === 0 })));
      const written = (await Promise.all(writers.map((writer) => writeAtRandom(writer, streams)))).flat();
      const { events: stored } = await store.readAll(start, 100_000);
      await subscriber.until(await store.head(), 5_000);
      await subscriber.stop();
      paging.abort();
      const ids = written.flatMap(({ events }) => events.map(({ eventId }) => eventId));
      const readers = { stored, subscribed: subscriber.events, paged: await paged };
      for (const [reader, seen] of Object.entries(readers)) expectAllInOrder(seen, ids, reader);
    },
  },
  {
    claim: 'loses no event, gives none twice and leaves no gap when connections are killed',
    needs: 'breakConnections',
    timeoutMs: 60_000,
    check: async ({ store, another, breakConnections = missing }) => {
      const start = await store.head();
      const subscriber = follow(store, { after: start, batchSize: 20 });
      const streams = Array.from({ length: STREAMS }, () => newStream());
      const writers = [store, await another(), await another({ isSlow: true })];
      const writing = Promise.all(writers.map((writer) => writeAtRandom(writer, streams)));
      for (let round = 0; round < 12; round++) {
        await sleep(Math.random() * 60);
        await breakConnections();
      }
      const written = (await writing).flat();
      await subscriber.until(await store.head());
      await breakConnections();
      const late = requestFor(newStream(), newEvents(3));
      expect(await store.append(late)).toMatchObject({ status: 'ok' });
      await subscriber.until(await store.head());
      await subscriber.stop();
      const ids = [...written, late].flatMap(({ events }) => events.map(({ eventId }) => eventId));
      expectAllInOrder(subscriber.events, ids);
      const positions = subscriber.events.map(({ position }) => position);
      expect(new Set(positions).size).toBe(positions.length);
    },
  },
  {
    claim: 'settles every append when it closes, and what it said was written is',
    check: async ({ store, another }) => {
      const closing = await another({ isSlow: true });
      const appends: Promise<{ request: AppendRequest; isWritten: boolean }>[] = [];
      const appendOne = async (): Promise<{ request: AppendRequest; isWritten: boolean }> => {
        const request = requestFor(newStream(), newEvents(2));
        const [settled] = await Promise.allSettled([closing.append(request)]);
        if (settled.status === 'rejected') expect(settled.reason).toBeInstanceOf(StoreClosed);
        return { request, isWritten: settled.status === 'fulfilled' && settled.value.status === 'ok' };
      };
      for (let n = 0; n < 60; n++) {
        appends.push(appendOne());
        if (n % 10 === 0) await sleep(2);
      }
      const closed = closing.close();
      appends.push(appendOne());
      await closed;
      const results = await Promise.all(appends);
      expect(results.filter(({ isWritten }) => isWritten)).toHaveLength(60);
      for (const { request, isWritten } of results) {
        expect(await store.readStream(request.stream)).toHaveLength(isWritten ? 2 : 0);
      }
      await closing.close();
    },
  },
];

function missing(): never {
  throw new Error('this adapter should be registered without breakConnections');
}

/** Appends with random pauses, mostly to streams that the others write too, some expecting a revision. */
async function writeAtRandom(store: EventStore, streams: readonly string[]): Promise<AppendRequest[]> {
  const written: AppendRequest[] = [];
  for (let n = 0; n < APPENDS_A_WRITER; n++) {
    await randomPause(15);
    const stream = streams[Math.floor(Math.random() * streams.length)] ?? newStream();
    const own = requestFor(newStream(), newEvents(1), 'no-stream');
    const requests = [requestFor(stream, newEvents(1 + (n % 3))), ...(n % 4 === 0 ? [own] : [])];
    for (const outcome of await store.appendAll(requests)) expect(outcome.status).toBe('ok');
    written.push(...requests);
  }
  return written;
}

/** Reads pages by their checkpoints as fast as it can, then what is left. */
async function readPages(store: EventStore, after: number, ending: AbortSignal): Promise<StoredEvent[]> {
  const seen: StoredEvent[] = [];
  for (let from = after; ;) {
    const isLast = ending.aborted;
    const page = await store.readAll(from, 30);
    seen.push(...page.events);
    from = page.checkpoint;
    if (isLast && page.caughtUp) return seen;
    if (page.caughtUp) await sleep(1);
  }
}

function expectAllInOrder(seen: readonly StoredEvent[], ids: readonly string[], reader = 'subscribed'): void {
  const seenIds = new Set(seen.map(({ eventId }) => eventId));
  expect({ reader, missing: ids.filter((id) => !seenIds.has(id)) }).toEqual({ reader, missing: [] });
  expect(seen).toHaveLength(ids.length);
  const next = new Map<string, number>();
  let position = 0;
  for (const event of seen) {
    expect(event.position).toBeGreaterThan(position);
    expect([event.stream, event.revision]).toEqual([event.stream, next.get(event.stream) ?? 0]);
    next.set(event.stream, event.revision + 1);
    position = event.position;
  }
}
