import { status } from '@grpc/grpc-js';
import pg from 'pg';
import type { EventStore } from '#event-store';
import { openKurrentDbEventStore, type KurrentDbOptions } from '#event-store/cluster';
import { follow, newEvents, newStream, requestFor } from '#event-store/testing';
import type { TestDatabase } from '../../support/database.js';
import { KurrentDbStandIn } from '../../support/kurrentdb-stand-in/kurrentdb-stand-in.js';
import { openMigratedDatabase } from './postgres-subject.js';

/** What a cluster and its client do now and then, each made to happen by a switch of the stand-in. */
describe('the KurrentDB event store', () => {
  let standIn: KurrentDbStandIn;
  let database: TestDatabase;
  let pool: pg.Pool;
  let store: EventStore;
  const opened: EventStore[] = [];
  const open = (options: Partial<KurrentDbOptions> = {}): EventStore => {
    const other = openKurrentDbEventStore({ url: standIn.url, pool, netMs: 100, ...options });
    opened.push(other);
    return other;
  };
  beforeEach(async () => {
    [standIn, database] = await Promise.all([KurrentDbStandIn.start(), openMigratedDatabase()]);
    pool = new pg.Pool({ connectionString: database.url });
    pool.on('error', () => undefined);
    store = open();
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await pool.end();
    await standIn.close();
    await database.close();
  });

  const idsIn = async (stream: string): Promise<string[]> =>
    (await store.readStream(stream)).map(({ eventId }) => eventId);
  const append = (count = 1): Promise<unknown> => store.append(requestFor(newStream(), newEvents(count)));

  describe('as a reader', () => {
    it('goes on when its subscription falls silent, with neither end nor error', async () => {
      const reader = follow(store, { after: 0 });
      await append(3);
      await reader.untilCaughtUp(1);
      for (let round = 1; round <= 3; round++) {
        standIn.dropSubscriptionsSilently();
        await append(2);
        await reader.until(await store.head());
        expect(reader.events).toHaveLength(3 + 2 * round);
      }
      await reader.stop();
    });

    it('goes on when its subscription fails, and when it is refused anew', async () => {
      const reader = follow(store, { after: 0 });
      await reader.untilCaughtUp(1);
      for (const code of [status.UNAVAILABLE, status.ABORTED, status.CANCELLED, status.UNKNOWN]) {
        standIn.failOpenSubscriptions(code);
        standIn.failWithUnavailable(2);
        await append(2);
        await reader.until(await store.head());
      }
      expect(reader.events).toHaveLength(8);
      await reader.stop();
    });

    it('subscribes again once it was dropped, rather than reading on for ever', async () => {
      const reader = follow(store, { after: 0 });
      await reader.untilCaughtUp(1);
      standIn.failOpenSubscriptions(status.UNAVAILABLE);
      while (standIn.openSubscriptions.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const { readAll } = standIn.calls;
      await append();
      await reader.until(await store.head());
      // Head and net read; a store without a subscription would read for every event.
      expect(standIn.calls.readAll - readAll).toBeLessThan(20);
      await reader.stop();
    });

    it('gives each event once, however often it is delivered', async () => {
      for (const times of ['each', 'since-checkpoint'] as const) {
        standIn.deliverTwice = times;
        const start = await store.head();
        const reader = follow(store, { after: start, batchSize: 7 });
        for (let round = 0; round < 8; round++) await append(5);
        standIn.redeliver();
        await append(5);
        await reader.until(await store.head());
        await reader.stop();
        const positions = reader.events.map(({ position }) => position);
        expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
        expect(positions).toHaveLength(45);
      }
    });

    it('moves its checkpoint over what its filter leaves out, though the server never says how far it is', async () => {
      standIn.lateCheckpoints = true;
      const reader = follow(store, { after: 0, filter: { types: ['none.of-these'] } });
      for (let round = 0; round < 3; round++) {
        await append(40);
        await reader.until(await store.head());
      }
      expect(reader.events).toEqual([]);
      await reader.stop();
    });

    it('misses nothing where the server drops it as too slow at every live event', async () => {
      standIn.slowConsumerLimit = -1;
      const reader = follow(store, { after: 0 });
      await reader.untilCaughtUp(1);
      for (let round = 0; round < 30; round++) await append(3);
      await reader.until(await store.head());
      expect(reader.events).toHaveLength(90);
      await reader.stop();
    });

    it('passes over events that are not ours: the server’s own and another’s', async () => {
      standIn.writeSystemEvent({ stream: '$settings', type: '$UserCreated', data: {} });
      await append();
      const other = open({ prefix: 'other.' });
      await other.append(requestFor(newStream(), newEvents(4)));
      const third = open({ prefix: 'third.' });
      standIn.writeSystemEvent({ stream: '$settings', type: '$UserCreated', data: {} });
      const { events } = await other.readAll(0, 100);
      expect(events).toHaveLength(4);
      expect(await other.head()).toBe(events.at(-1)?.position);
      expect(await third.head()).toBe(0);
      const reader = follow(other, { after: 0 });
      await reader.until(await other.head());
      expect(reader.events).toEqual(events);
      await reader.stop();
    });
  });

  describe('as a writer', () => {
    it('tries again where the server is away or starting', async () => {
      for (const fail of [() => standIn.failWithUnavailable(3), () => standIn.notReady(3)]) {
        fail();
        const request = requestFor(newStream(), newEvents(2), 'no-stream');
        expect(await store.append(request)).toMatchObject({ status: 'ok', revision: 1 });
        expect(await idsIn(request.stream)).toEqual(request.events.map(({ eventId }) => eventId));
      }
    });

    it('finds out what became of an append whose answer was lost, and says that it is written once it is', async () => {
      const patient = open({ silenceMs: 300 });
      for (const written of [true, false]) {
        for (const how of ['break', 'timeout', 'silence'] as const) {
          const request = requestFor(newStream(), newEvents(3));
          standIn.loseNextAppendAnswers(1, { written, how });
          expect({ written, how, ...(await patient.append(request)) }).toMatchObject({ status: 'ok', revision: 2 });
          expect(await idsIn(request.stream)).toEqual(request.events.map(({ eventId }) => eventId));
          expect(await patient.append(request)).toMatchObject({ status: 'duplicate', revision: 2 });
        }
      }
    });

    it('writes each of many events once while answers are lost at random', async () => {
      const patient = open({ patienceMs: 25_000 });
      const requests = Array.from({ length: 200 }, (_, n) => requestFor(newStream(n % 2 === 0 ? 'case' : 'party')));
      for (const how of ['break', 'timeout'] as const) standIn.loseNextAppendAnswers(4, { written: 'random', how });
      const outcomes = await patient.appendAll(requests);
      expect(outcomes.filter(({ status: one }) => one !== 'ok')).toEqual([]);
      const stored = (await store.readAll(0, 1_000)).events.map(({ eventId }) => eventId);
      expect(stored.sort()).toEqual(requests.flatMap(({ events }) => events.map(({ eventId }) => eventId)).sort());
    });

    it('writes to its end a request that was cut off between two of its pieces', async () => {
      const large = newEvents(4, { data: Buffer.alloc(400_000, 7) });
      for (const written of [true, false]) {
        const request = requestFor(
          newStream(),
          large.map((event) => ({ ...event, eventId: crypto.randomUUID() })),
        );
        await store.append(requestFor(request.stream));
        // The first piece is answered, the second is not.
        standIn.delayAppends(0);
        standIn.loseNextAppendAnswers(2, { written, how: 'break' });
        expect(await store.append(request)).toMatchObject({ status: 'ok', revision: 4 });
        const stored = await store.readStream(request.stream, { from: 1 });
        expect(stored.map(({ eventId }) => eventId)).toEqual(request.events.map(({ eventId }) => eventId));
      }
    });

    it('refuses an event that the server would not take, and takes its neighbours', async () => {
      const stream = newStream();
      const requests = [
        requestFor(stream),
        requestFor(stream, newEvents(1, { data: Buffer.alloc(1_100_000) })),
        requestFor(stream),
      ];
      const settled = await Promise.allSettled(requests.map((request) => store.append(request)));
      expect(settled).toMatchObject([
        { value: { status: 'ok', revision: 0 } },
        { reason: { name: 'StoreRefused', code: 'event-too-large' } },
        { value: { status: 'ok', revision: 1 } },
      ]);
    });

    it('says that it is unavailable when the cluster stays away', async () => {
      await append();
      await standIn.stop();
      const away = open({ patienceMs: 200 });
      await expect(away.append(requestFor(newStream()))).rejects.toMatchObject({ name: 'StoreUnavailable' });
      await expect(away.head()).rejects.toMatchObject({ name: 'StoreUnavailable' });
      await standIn.resume();
      expect(await away.append(requestFor(newStream()))).toMatchObject({ status: 'ok' });
    });
  });

  describe('on its connection', () => {
    it('gives its credentials over TLS, and says nothing of them where they are wrong', async () => {
      const secure = await KurrentDbStandIn.start({ credentials: { username: 'ops', password: 'right secret' } });
      try {
        const right = open({ url: secure.url });
        expect(await right.append(requestFor(newStream()))).toMatchObject({ status: 'ok' });
        const wrong = open({ url: secure.url.replace('right', 'wrong'), patienceMs: 100 });
        const [refused] = await Promise.allSettled([wrong.append(requestFor(newStream()))]);
        const reason: unknown = refused.status === 'rejected' ? refused.reason : null;
        expect(reason).toMatchObject({ name: 'StoreRefused', code: 'access-denied' });
        expect(JSON.stringify(reason, Object.getOwnPropertyNames(reason))).not.toMatch(/secret|ops/);
      } finally {
        await secure.close();
      }
    });

    it('asks a cluster for its nodes where the connection string says so', async () => {
      for (const url of [standIn.discoverUrl, standIn.discoverUrl.replace('esdb', 'kurrentdb')]) {
        expect(await open({ url }).append(requestFor(newStream()))).toMatchObject({ status: 'ok' });
      }
      expect(standIn.calls.gossip).toBeGreaterThan(0);
    });

    it('does not show a connection string that it cannot read', () => {
      const [url, secret] = ['esdb://user:hemmelig@?what', 'hemmelig'];
      expect(() => open({ url })).toThrow(expect.not.objectContaining({ message: expect.stringContaining(secret) }));
    });
  });
});
