import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_STREAM, START, type EventStoreDBClient } from '@eventstore/db-client';
import {
  closeClients,
  endOf,
  eventually,
  follow,
  newEvents,
  newStream,
  openClient,
  read,
  revisions,
} from './clients.js';
import { KurrentDbStandIn } from './kurrentdb-stand-in.js';
import { startStandInProcess, type StandInProcess } from './stand-in-process.js';

afterEach(closeClients);

async function withStandIn(
  work: (standIn: KurrentDbStandIn, client: EventStoreDBClient) => Promise<void>,
  options: Parameters<typeof KurrentDbStandIn.start>[0] = {},
): Promise<void> {
  const standIn = await KurrentDbStandIn.start(options);
  try {
    await work(standIn, openClient(standIn.url));
  } finally {
    await closeClients();
    await standIn.close();
  }
}

describe('a stand-in that restarts', () => {
  it('cuts its subscriptions with one error and no end, and has kept what it acknowledged', () =>
    withStandIn(async (standIn, client) => {
      const stream = newStream();
      const first = newEvents(3);
      const before = await client.appendToStream(stream, first, { expectedRevision: NO_STREAM });
      const followed = follow(client.subscribeToAll({ fromPosition: START }));
      await eventually(() => expect(followed.told).toHaveLength(3));
      await standIn.restart();
      await eventually(() => expect(followed.end).toMatchObject({ type: 'unavailable' }));
      expect(await client.appendToStream(stream, first, { expectedRevision: NO_STREAM })).toEqual(before);
      await client.appendToStream(stream, newEvents(1), { expectedRevision: 2n });
      expect(await read(client.readStream(stream))).toHaveLength(4);
    }));

  it('no longer knows the ids that it has seen, and writes again what is repeated with any revision', () =>
    withStandIn(async (standIn, client) => {
      const [stream, events] = [newStream(), newEvents(1)];
      await client.appendToStream(stream, events);
      expect((await client.appendToStream(stream, events)).nextExpectedRevision).toBe(0n);
      await standIn.restart();
      await eventuallyDone(() => read(client.readStream(stream)));
      expect((await client.appendToStream(stream, events)).nextExpectedRevision).toBe(1n);
    }));

  it('knows ids only among so many last events of a stream', () =>
    withStandIn(
      async (_, client) => {
        const [stream, events] = [newStream(), newEvents(1)];
        await client.appendToStream(stream, events);
        await client.appendToStream(stream, newEvents(4));
        expect((await client.appendToStream(stream, events)).nextExpectedRevision).toBe(0n);
        await client.appendToStream(stream, newEvents(1));
        expect((await client.appendToStream(stream, events)).nextExpectedRevision).toBe(6n);
      },
      { recentIds: 5 },
    ));

  it('is away between stop and resume, and back on the same port', () =>
    withStandIn(async (standIn, client) => {
      const { port } = standIn;
      await client.appendToStream(newStream(), newEvents(1));
      await standIn.stop();
      expect(await endOf(read(client.readAll()))).toBe('unavailable');
      await standIn.resume();
      expect(standIn.port).toBe(port);
      await eventuallyDone(async () => expect(await read(client.readAll())).toHaveLength(1));
    }));
});

it('is found by gossip', () =>
  withStandIn(async (standIn) => {
    const client = openClient(standIn.discoverUrl);
    await client.appendToStream(newStream(), newEvents(1));
    expect(standIn.calls.gossip).toBe(1);
  }));

it('lets several clients see one log', () =>
  withStandIn(async (standIn, client) => {
    const [stream, other] = [newStream(), openClient(standIn.url)];
    const followed = follow(other.subscribeToAll({ fromPosition: START }));
    await client.appendToStream(stream, newEvents(2));
    await other.appendToStream(stream, newEvents(2), { expectedRevision: 1n });
    await eventually(() => expect(followed.told).toEqual(revisions(stream, 0, 4)));
  }));

it('tells subscribers that they have caught up, where it is told to', () =>
  withStandIn(
    async (_, client) => {
      const subscription = client.subscribeToAll({ fromPosition: START });
      let caughtUp = 0;
      subscription.on('caughtUp', () => caughtUp++);
      const followed = follow(subscription);
      await eventually(() => expect(caughtUp).toBe(1));
      expect(followed.told).toEqual([]);
    },
    { tellsCaughtUp: true },
  ));

describe('a stand-in that wants credentials', () => {
  const credentials = { username: 'overblik', password: 'æble & pære:1' };

  it('lets in a client that has them in its address, by either way of appending', () =>
    withStandIn(
      async (_, client) => {
        await client.appendToStream(newStream(), newEvents(1));
        await client.appendToStream(newStream(), newEvents(1), { credentials });
        expect(await read(client.readAll())).toHaveLength(2);
      },
      { credentials },
    ));

  it.each([
    { given: 'wrong', address: (url: string) => url.replace('//overblik:', '//overblik:x') },
    { given: 'none', address: (url: string) => url.replace(/\/\/.*@/, '//') },
  ])('refuses one that has $given', ({ address }) =>
    withStandIn(
      async (standIn) => {
        const stranger = openClient(address(standIn.url));
        expect(await endOf(stranger.appendToStream(newStream(), newEvents(1)))).toBe('access-denied');
        expect(await endOf(read(stranger.readAll()))).toBe('access-denied');
        const followed = follow(stranger.subscribeToAll());
        await eventually(() => expect(followed.end).toMatchObject({ type: 'access-denied' }));
        expect(standIn.contents).toEqual([]);
      },
      { credentials },
    ),
  );
});

describe('a stand-in in a process of its own', () => {
  const running: StandInProcess[] = [];
  const start = async (options: Parameters<typeof startStandInProcess>[0] = {}): Promise<StandInProcess> => {
    const started = await startStandInProcess(options);
    running.push(started);
    return started;
  };
  const newFile = (): string => join(mkdtempSync(join(process.env['OVERBLIK_TEST_RUN'] ?? '', 'log-')), 'log.ndjson');
  afterEach(async () => void (await Promise.all(running.splice(0).map((one) => one.kill()))));

  it('has, killed and started again on the same port, what it acknowledged, if it has a file', async () => {
    const file = newFile();
    const first = await start({ file });
    const client = openClient(first.url);
    const [stream, events] = [newStream(), newEvents(3)];
    const before = await client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
    const told = await read(client.readAll());
    await first.kill();
    const second = await start({ file, port: first.port });
    expect(second.port).toBe(first.port);
    await eventuallyDone(async () => expect(await read(client.readAll())).toEqual(told));
    expect(await client.appendToStream(stream, events, { expectedRevision: NO_STREAM })).toEqual(before);
    expect((await client.appendToStream(stream, newEvents(1))).nextExpectedRevision).toBe(3n);
  });

  it('passes over an append that was cut short when it was killed', async () => {
    const file = newFile();
    const stream = newStream();
    const first = await start({ file });
    const client = openClient(first.url);
    for (let round = 0; round < 2; round++) await client.appendToStream(stream, newEvents(1));
    await first.kill();
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, kept.slice(0, -20));
    const { url } = await start({ file });
    const other = openClient(url);
    expect(await read(other.readStream(stream))).toHaveLength(1);
    await other.appendToStream(stream, newEvents(1), { expectedRevision: 0n });
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
  });

  it('has lost its log when it is killed without a file', async () => {
    const first = await start();
    const client = openClient(first.url);
    await client.appendToStream(newStream(), newEvents(1));
    await first.kill();
    await start({ port: first.port });
    await eventuallyDone(async () => expect(await read(client.readAll())).toEqual([]));
  });
});

/** A client finds a server that was away at the second try or the third. */
async function eventuallyDone(call: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    if ((await endOf(call())) !== 'unavailable') break;
  }
  await call();
}
