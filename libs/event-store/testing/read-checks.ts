import { randomUUID } from 'node:crypto';
import { digestOf } from '../event-digest.js';
import type { EventFilter, EventPage, EventStore, StoredEvent } from '../event-store.js';
import { expectAtEnd, fill, idsOf, newEvents, newStream, requestFor, type ContractCheck } from './contract-subject.js';

/** What reading promises. */
export const readChecks: readonly ContractCheck[] = [
  {
    claim: 'reads nothing from an empty log',
    needs: 'emptyLog',
    check: async ({ store }) => {
      expect(await store.head()).toBe(0);
      expect(await store.countAfter(0)).toBe(0);
      expect(await store.readAll(0, 10)).toEqual({ events: [], checkpoint: 0, caughtUp: true });
      expect(await store.readAll(0, 10, { types: ['x'] })).toEqual({ events: [], checkpoint: 0, caughtUp: true });
    },
  },
  {
    claim: 'reads nothing from streams that are not',
    check: async ({ store }) => {
      expect(await store.readStream(newStream())).toEqual([]);
      expect(await store.readStream(newStream(), { backwards: true })).toEqual([]);
      expect(await store.readStreams([newStream(), newStream()])).toEqual([]);
      expect(await store.readStreams([])).toEqual([]);
    },
  },
  {
    claim: 'reads a stream from any revision, either way, as far as asked',
    check: async ({ store }) => {
      const stream = newStream();
      await fill(store, stream, 3);
      await fill(store, newStream(), 3);
      await fill(store, stream, 4);
      const revisions = async (options?: Parameters<EventStore['readStream']>[1]): Promise<number[]> =>
        (await store.readStream(stream, options)).map(({ revision }) => revision);
      expect(await revisions()).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(await revisions({ from: 5 })).toEqual([5, 6]);
      expect(await revisions({ from: 2, limit: 3 })).toEqual([2, 3, 4]);
      expect(await revisions({ from: 7 })).toEqual([]);
      expect(await revisions({ limit: 0 })).toEqual([]);
      expect(await revisions({ backwards: true })).toEqual([6, 5, 4, 3, 2, 1, 0]);
      expect(await revisions({ backwards: true, limit: 1 })).toEqual([6]);
      expect(await revisions({ backwards: true, from: 2 })).toEqual([2, 1, 0]);
      expect(await revisions({ backwards: true, from: 5, limit: 2 })).toEqual([5, 4]);
      expect(await revisions({ backwards: true, from: 99, limit: 1 })).toEqual([6]);
    },
  },
  {
    claim: 'reads digests of all events in order, from the first or after any, each with the hash of its data',
    check: async ({ store }) => {
      await fill(store, newStream(), 5);
      await fill(store, newStream(), 4);
      const whole: StoredEvent[] = [];
      for (let after = 0; ;) {
        const page = await store.readAll(after, 100);
        whole.push(...page.events);
        after = page.checkpoint;
        if (page.caughtUp) break;
      }
      const digests = await store.readDigests(null, whole.length + 1);
      expect(digests).toEqual(whole.map(digestOf));
      const [, , third, fourth, fifth] = digests;
      expect(await store.readDigests(third?.position ?? 0, 2)).toEqual([fourth, fifth]);
      expect(await store.readDigests(digests.at(-1)?.position ?? 0, 2)).toEqual([]);
    },
  },
  {
    claim: 'reads several streams by position, each once',
    check: async ({ store }) => {
      const [one, two, three] = [newStream(), newStream(), newStream()];
      for (const stream of [one, two, three, two, one]) await fill(store, stream, 2);
      const events = await store.readStreams([two, one, two]);
      expect(events.map(({ stream, revision }) => [stream, revision])).toEqual([
        ...[
          [one, 0],
          [one, 1],
          [two, 0],
          [two, 1],
        ],
        ...[
          [two, 2],
          [two, 3],
          [one, 2],
          [one, 3],
        ],
      ]);
      expect(events.map(({ position }) => position)).toEqual(events.map(({ position }) => position).sort(byNumber));
    },
  },
  {
    claim: 'goes on after every event, in pages of any size',
    check: async ({ store }) => {
      const start = await store.head();
      const streams = [newStream(), newStream()];
      for (let round = 0; round < 6; round++) await fill(store, streams[round % 2] ?? '', 3);
      const { events: all } = await store.readAll(start, 1_000);
      const end = await store.head();
      expect(all.map(({ position }) => position)).toEqual(
        [...new Set(all.map(({ position }) => position))].sort(byNumber),
      );
      expect([all.length, all.at(-1)?.position]).toEqual([18, end]);
      expect(await store.countAfter(start)).toBe(18);
      expect(await store.countAfter(all[4]?.position ?? 0)).toBe(13);
      for (const [index, { position }] of [{ position: start }, ...all].entries()) {
        for (const size of [1, 4, 18, 40]) {
          const rest = await readToEnd(store, position, size);
          expect(idsOf(rest.flatMap(({ events }) => events))).toEqual(idsOf(all.slice(index)));
          expectAtEnd(rest.at(-1), end);
        }
      }
      const beyond = await store.readAll(end, 5);
      expect(beyond.events).toEqual([]);
      expectAtEnd(beyond, end);
    },
  },
  {
    claim: 'filters by type and by prefix of the stream, and moves the checkpoint over what does not match',
    check: async ({ store }) => {
      const start = await store.head();
      const all = await fillMixed(store, start);
      const filters: readonly [EventFilter, (event: StoredEvent) => boolean][] = [
        [{ types: ['case.a'] }, ({ type }) => type === 'case.a'],
        [{ types: ['case.a', 'party.b'] }, () => true],
        [{ streamPrefixes: ['case-'] }, ({ stream }) => stream.startsWith('case-')],
        [{ streamPrefixes: ['p%', 'p_', 'p\\'] }, ({ stream }) => /^p[%_\\]/.test(stream)],
        [
          { types: ['case.a'], streamPrefixes: ['party'] },
          ({ stream, type }) => type === 'case.a' && /^party/.test(stream),
        ],
        [{ types: ['none'] }, () => false],
        [{ types: [] }, () => false],
        [{ streamPrefixes: [] }, () => false],
        [{}, () => true],
      ];
      for (const [filter, isAsked] of filters) {
        for (const size of [1, 3, 100]) {
          const pages = await readToEnd(store, start, size, filter);
          expect(idsOf(pages.flatMap(({ events }) => events))).toEqual(idsOf(all.filter(isAsked)));
          expectAtEnd(pages.at(-1), all.at(-1)?.position ?? 0);
        }
      }
    },
  },
  {
    claim: 'reads events by their ids, each once and by position, and leaves out what is not stored',
    check: async ({ store }) => {
      const [one, two] = [newStream(), newStream()];
      const first = newEvents(3);
      const second = newEvents(2);
      await store.append(requestFor(one, first));
      await store.append(requestFor(two, second));
      const [a = '', b = '', c = ''] = idsOf(first);
      const [d = '', e = ''] = idsOf(second);
      const events = await store.readEvents([e, c, randomUUID(), a, c]);
      expect(events.map(({ eventId, stream, revision }) => [eventId, stream, revision])).toEqual([
        [a, one, 0],
        [c, one, 2],
        [e, two, 1],
      ]);
      expect(events).toEqual((await store.readStreams([one, two])).filter(({ eventId }) => ![b, d].includes(eventId)));
      expect(await store.readEvents([])).toEqual([]);
    },
  },
  {
    claim: 'looks up those of the ids that are stored',
    check: async ({ store }) => {
      const stream = newStream();
      const events = newEvents(3, { metadata: '{"contentHash":"ab"}' });
      await store.append(requestFor(stream, events));
      const found = await store.lookUp([randomUUID(), ...idsOf(events), randomUUID(), idsOf(events)[0] ?? '']);
      const stored = await store.readStream(stream);
      expect(found).toEqual(
        new Map(
          stored.map(({ eventId, position, recordedAt, metadata }) => [
            eventId,
            { position, recordedAt, stream, metadata },
          ]),
        ),
      );
      expect(await store.lookUp([])).toEqual(new Map());
    },
  },
];

async function readToEnd(store: EventStore, after: number, size: number, filter?: EventFilter): Promise<EventPage[]> {
  const pages: EventPage[] = [];
  for (let from = after; ;) {
    const page = await store.readAll(from, size, filter);
    expect(page.events.length).toBeLessThanOrEqual(size);
    expect(page.checkpoint).toBeGreaterThan(page.caughtUp ? from - 1 : from);
    pages.push(page);
    if (page.caughtUp) return pages;
    from = page.checkpoint;
  }
}

/** Ten streams of several families with gaps between the matches of any filter. */
async function fillMixed(store: EventStore, start: number): Promise<StoredEvent[]> {
  const prefixes = ['case', 'party', 'p%', 'p_', 'p\\', 'pa', 'case'];
  for (const [index, prefix] of prefixes.entries()) {
    await store.append(requestFor(newStream(prefix), newEvents(3, { type: index % 3 === 0 ? 'case.a' : 'party.b' })));
    await store.append(requestFor(newStream(prefix), newEvents(1, { type: 'case.a' })));
  }
  await store.append(requestFor(newStream('q'), newEvents(4, { type: 'party.b' })));
  return [...(await store.readAll(start, 1_000)).events];
}

function byNumber(one: number, other: number): number {
  return one - other;
}
