import { randomBytes, randomUUID } from 'node:crypto';
import type { ExpectedRevision } from '../event-store.js';
import { fill, idsOf, newEvent, newEvents, newStream, requestFor, type ContractCheck } from './contract-subject.js';

/** Expectation → what becomes of it on a stream that is missing, holds one event, holds three. */
const EXPECTATIONS: readonly (readonly [ExpectedRevision, readonly ['ok' | null | 0 | 2, 'ok' | 0, 'ok' | 2]])[] = [
  ['any', ['ok', 'ok', 'ok']],
  ['no-stream', ['ok', 0, 2]],
  [0, [null, 'ok', 2]],
  [1, [null, 0, 2]],
  [2, [null, 0, 'ok']],
  [7, [null, 0, 2]],
];
const SIZES = [0, 1, 3];

/** What an append promises. */
export const appendChecks: readonly ContractCheck[] = [
  {
    claim: 'writes only where the stream stands as expected',
    check: async ({ store }) => {
      for (const [expected, results] of EXPECTATIONS) {
        for (const [index, size] of SIZES.entries()) {
          const stream = newStream();
          if (size > 0) await fill(store, stream, size);
          const outcome = await store.append(requestFor(stream, newEvents(2), expected));
          const result = results[index];
          expect({ expected, size, outcome }).toMatchObject({
            outcome:
              result === 'ok' ? { status: 'ok', revision: size + 1 } : { status: 'wrongRevision', actual: result },
          });
          expect(await store.readStream(stream)).toHaveLength(result === 'ok' ? size + 2 : size);
        }
      }
    },
  },
  {
    claim: 'answers a repeated append with where its events stand, whatever revision is expected',
    check: async ({ store }) => {
      const stream = newStream();
      await fill(store, stream, 2);
      const request = requestFor(stream, newEvents(3), 1);
      const first = await store.append(request);
      await fill(store, stream, 2);
      for (const expectedRevision of ['any', 'no-stream', 1, 9] as const) {
        const outcome = await store.append({ ...request, expectedRevision });
        expect(outcome).toEqual({ ...first, status: 'duplicate', revision: 4 });
      }
      expect(await store.readStream(stream)).toHaveLength(7);
    },
  },
  {
    claim: 'writes nothing of a request whose ids are stored in part, elsewhere, or that names one twice',
    check: async ({ store }) => {
      const [stream, other] = [newStream(), newStream()];
      const [one, two] = [newEvent(), newEvent()];
      await store.append(requestFor(stream, [one, two]));
      const head = await store.head();
      const conflict = { status: 'idConflict', eventId: one.eventId };
      expect(await store.append(requestFor(stream, [newEvent(), one]))).toEqual(conflict);
      expect(await store.append(requestFor(stream, [one, newEvent()], 'no-stream'))).toEqual(conflict);
      expect(await store.append(requestFor(other, [one]))).toEqual(conflict);
      const twice = newEvent();
      expect(await store.append(requestFor(other, [twice, twice]))).toMatchObject({ eventId: twice.eventId });
      expect(await store.head()).toBe(head);
      expect(await store.readStream(other)).toEqual([]);
    },
  },
  {
    claim: 'judges each request alone: the refused do not hinder their neighbours',
    check: async ({ store }) => {
      const [known, fresh] = [newStream(), newStream()];
      const stored = requestFor(known, newEvents(2));
      await store.append(stored);
      const outcomes = await store.appendAll([
        requestFor(newStream()),
        stored,
        requestFor(fresh, newEvents(2)),
        requestFor(known, newEvents(1), 'no-stream'),
        requestFor(newStream(), [newEvent(), ...stored.events]),
        requestFor(newStream(), newEvents(3), 'no-stream'),
      ]);
      const statuses = ['ok', 'duplicate', 'ok', 'wrongRevision', 'idConflict', 'ok'];
      expect(outcomes.map(({ status }) => status)).toEqual(statuses);
      expect(await store.readStream(fresh)).toHaveLength(2);
      expect(await store.appendAll([])).toEqual([]);
    },
  },
  {
    claim: 'writes the requests of one stream in the order they came',
    check: async ({ store }) => {
      const stream = newStream();
      const requests = Array.from({ length: 60 }, (_, index) =>
        requestFor(stream, newEvents(2), index % 5 === 4 ? index * 2 - 1 : 'any'),
      );
      const outcomes = await store.appendAll(requests);
      expect(outcomes.map((outcome) => 'revision' in outcome && outcome.revision)).toEqual(
        requests.map((_, index) => index * 2 + 1),
      );
      expect(idsOf(await store.readStream(stream))).toEqual(idsOf(requests.flatMap(({ events }) => events)));
    },
  },
  {
    claim: 'writes an append that is sent twice at a time once',
    check: async ({ store, another }) => {
      const other = await another();
      for (let round = 0; round < 10; round++) {
        const request = requestFor(newStream(), newEvents(2));
        const outcomes = await Promise.all([store.append(request), other.append(request), store.append(request)]);
        expect(outcomes.map(({ status }) => status).sort()).toEqual(['duplicate', 'duplicate', 'ok']);
        expect(await store.readStream(request.stream)).toHaveLength(2);
      }
    },
  },
  {
    claim: 'lets one of those win who expect the same revision',
    check: async ({ store, another }) => {
      const stores = [store, await another(), await another()];
      const stream = newStream();
      for (let revision = -1; revision < 9; revision++) {
        const expected = revision < 0 ? 'no-stream' : revision;
        const appends = stores.map((one) => one.append(requestFor(stream, newEvents(1), expected)));
        const outcomes = await Promise.all(appends);
        expect(outcomes.filter(({ status }) => status === 'ok')).toHaveLength(1);
        expect(outcomes.filter(({ status }) => status === 'wrongRevision')).toHaveLength(2);
      }
    },
  },
  {
    claim: 'takes more than fits into one flush, a large request all in one piece',
    check: async ({ store }) => {
      const head = await store.head();
      const large = requestFor(newStream(), newEvents(1_700));
      const small = Array.from({ length: 1_300 }, () => requestFor(newStream()));
      const requests = [...small.slice(0, 50), large, ...small.slice(50)];
      const outcomes = await store.appendAll(requests);
      expect(outcomes.every(({ status }) => status === 'ok')).toBe(true);
      const { events } = await store.readAll(head, 5_000);
      expect(idsOf(events)).toEqual(idsOf(requests.flatMap((request) => request.events)));
      const [first, last] = [events[50]?.position, events[1_749]?.position];
      expect(outcomes[50]).toMatchObject({ firstPosition: first, lastPosition: last, revision: 1_699 });
      expect(await store.countAfter(head)).toBe(3_000);
    },
  },
  {
    claim: 'keeps large payloads, every byte and every character as they were',
    check: async ({ store }) => {
      const metadata = JSON.stringify({ name: 'Åse Ærø-Øland 𝄞 👩‍👧 \\ " {,} NULL', tab: '\t', blank: '  ' });
      const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const events = [
        newEvent({ metadata, data: everyByte, type: 'sag.ændret' }),
        newEvent({ metadata: '', data: Buffer.alloc(0) }),
        ...Array.from({ length: 4 }, () => newEvent({ metadata, data: randomBytes(300 * 1024) })),
      ];
      const stream = `${newStream()}-%_\\,"{}-ø`;
      await store.append(requestFor(stream, events));
      const stored = await store.readStream(stream);
      const kept = stored.map(({ eventId, type, metadata: text }) => [eventId, type, text]);
      expect(kept).toEqual(events.map(({ eventId, type, metadata: text }) => [eventId, type, text]));
      for (const [index, { data }] of stored.entries())
        expect(data.equals(events[index]?.data ?? everyByte)).toBe(true);
      for (const [index, { data }] of (await store.readStreams([stream])).entries()) {
        expect(data.equals(events[index]?.data ?? everyByte)).toBe(true);
      }
    },
  },
  {
    claim: 'refuses what cannot be kept, and only that',
    check: async ({ store }) => {
      const bad = [
        requestFor(newStream(), []),
        requestFor('', newEvents(1)),
        requestFor('case-\0', newEvents(1)),
        requestFor('x'.repeat(501), newEvents(1)),
        requestFor(`$${newStream()}`, newEvents(1)),
        requestFor(newStream(), newEvents(1, { type: '' })),
        requestFor(newStream(), newEvents(1, { type: '$case' })),
        requestFor(newStream(), newEvents(1, { eventId: 'no-uuid' })),
        requestFor(newStream(), newEvents(1, { eventId: randomUUID().toUpperCase() })),
        requestFor(newStream(), newEvents(1, { metadata: '{"a":"\0"}' })),
      ];
      const neighbours = bad.map(() => requestFor(newStream()));
      const appends = bad.map(async (request, index) => {
        const neighbour = neighbours[index] ?? request;
        return Promise.allSettled([store.append(request), store.append(neighbour)]);
      });
      for (const [refused, neighbour] of await Promise.all(appends)) {
        expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'StoreRefused' } });
        expect(neighbour).toMatchObject({ status: 'fulfilled', value: { status: 'ok' } });
      }
    },
  },
  {
    claim: 'says that it is busy when more waits than the limit, and takes again when it has written',
    check: async ({ another }) => {
      const store = await another({ queueLimit: 100 });
      const first = store.appendAll(Array.from({ length: 90 }, () => requestFor(newStream())));
      expect(store.backlog()).toMatchObject({ events: 90, limit: 100 });
      await expect(store.append(requestFor(newStream(), newEvents(11)))).rejects.toMatchObject({ name: 'StoreBusy' });
      await expect(
        store.appendAll([requestFor(newStream()), requestFor(newStream(), newEvents(10))]),
      ).rejects.toThrow();
      const last = store.append(requestFor(newStream(), newEvents(10)));
      expect((await Promise.all([first, last]))[0]).toHaveLength(90);
      expect(store.backlog()).toMatchObject({ events: 0, bytes: 0 });
      expect(await store.append(requestFor(newStream(), newEvents(101)))).toMatchObject({ status: 'ok' });
    },
  },
  {
    claim: 'records instants in microseconds that never decrease with the position, and one bucket a stream',
    check: async ({ store, another }) => {
      const after = await store.head();
      const stores = [store, await another(), await another()];
      const streams = Array.from({ length: 7 }, () => newStream());
      for (let round = 0; round < 15; round++) {
        await Promise.all(stores.map((one) => one.appendAll(streams.map((stream) => requestFor(stream)))));
      }
      const { events } = await store.readAll(after, 1_000);
      const instants = events.map(({ recordedAt }) => recordedAt);
      expect(events).toHaveLength(315);
      expect(instants).toEqual([...instants].sort());
      for (const instant of instants) expect(instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(Math.abs(Date.parse(instants.at(-1) ?? '') - Date.now())).toBeLessThan(60_000);
      expect(new Set(events.map(({ stream, bucket }) => `${stream} ${bucket}`)).size).toBe(streams.length);
      expect(events.every(({ bucket }) => bucket >= 0 && bucket < 256)).toBe(true);
    },
  },
];
