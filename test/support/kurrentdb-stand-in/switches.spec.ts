import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import {
  END,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  START,
  type EventStoreDBClient,
  type Position,
} from '@eventstore/db-client';
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

const CREDENTIALS = { username: 'admin', password: 'changeit' };

let standIn: KurrentDbStandIn;
let client: EventStoreDBClient;
beforeEach(async () => {
  standIn = await KurrentDbStandIn.start();
  client = openClient(standIn.url);
});
afterEach(async () => {
  await closeClients();
  await standIn.close();
});

describe('a subscription of the stand-in', () => {
  it('can fall silent without end or error, while a new one hears everything', async () => {
    const stream = newStream();
    const silent = follow(client.subscribeToAll({ fromPosition: START }));
    await client.appendToStream(stream, newEvents(2));
    await eventually(() => expect(silent.told).toEqual(revisions(stream, 0, 2)));
    standIn.dropSubscriptionsSilently();
    await client.appendToStream(stream, newEvents(3));
    const heard = follow(client.subscribeToAll({ fromPosition: START }));
    await eventually(() => expect(heard.told).toEqual(revisions(stream, 0, 5)));
    expect(silent).toMatchObject({ told: revisions(stream, 0, 2), end: undefined });
  });

  it('can fail with a code, and what was told before it stands', async () => {
    const stream = newStream();
    const failed = follow(client.subscribeToAll({ fromPosition: START }));
    await client.appendToStream(stream, newEvents(2));
    await eventually(() => expect(failed.told).toEqual(revisions(stream, 0, 2)));
    standIn.failOpenSubscriptions(status.UNAVAILABLE);
    await eventually(() => expect(failed.end).toMatchObject({ type: 'unavailable', code: status.UNAVAILABLE }));
    expect(standIn.openSubscriptions.size).toBe(0);
  });

  it('can tell every event twice', async () => {
    const stream = newStream();
    standIn.deliverTwice = 'each';
    await client.appendToStream(stream, newEvents(1));
    const followed = follow(client.subscribeToAll({ fromPosition: START }));
    await eventually(() => expect(followed.told).toHaveLength(2));
    await client.appendToStream(stream, newEvents(1));
    const [first, second] = revisions(stream, 0, 2);
    await eventually(() => expect(followed.told).toEqual([first, first, second, second]));
  });

  it('can tell again what came since the last checkpoint, when the next one is due or on demand', async () => {
    const [stream, checkpoints] = [newStream(), [] as number[]];
    const followed = follow(client.subscribeToAll({ fromPosition: START, filter: countedFilter(4) }));
    standIn.deliverTwice = 'since-checkpoint';
    await eventually(() => expect(followed.isConfirmed).toBe(true));
    await client.appendToStream(stream, newEvents(9));
    const stretches = [
      [0, 4],
      [0, 4],
      [4, 8],
      [4, 8],
      [8, 9],
    ].flatMap(([from = 0, to = 0]) => revisions(stream, from, to));
    await eventually(() => expect(followed.told).toEqual(stretches));
    expect(checkpoints).toEqual([8, 16]);
    standIn.redeliver();
    await eventually(() => expect(followed.told).toEqual([...stretches, ...revisions(stream, 8, 9)]));

    /** Notes how much had been told at each checkpoint. */
    function countedFilter(maxSearchWindow: number): ReturnType<typeof eventTypeFilter> {
      const checkpointReached = async (): Promise<void> => void checkpoints.push(followed.told.length);
      return eventTypeFilter({ prefixes: ['told'], maxSearchWindow, checkpointInterval: 1, checkpointReached });
    }
  });

  it('hears of no checkpoint while they are late, however many events pass', async () => {
    const [stream, checkpoints] = [newStream(), [] as Position[]];
    standIn.lateCheckpoints = true;
    await client.appendToStream(stream, newEvents(100));
    const checkpointReached = async (_: unknown, position: Position): Promise<void> => void checkpoints.push(position);
    const filter = eventTypeFilter({
      prefixes: ['rare'],
      maxSearchWindow: 5,
      checkpointInterval: 1,
      checkpointReached,
    });
    const followed = follow(client.subscribeToAll({ fromPosition: START, filter }));
    await client.appendToStream(stream, newEvents(100));
    await client.appendToStream(stream, newEvents(1, { type: 'rare' }));
    await eventually(() => expect(followed.told).toEqual(revisions(stream, 200, 201)));
    expect(checkpoints).toEqual([]);
    standIn.lateCheckpoints = false;
    await client.appendToStream(stream, newEvents(5));
    await eventually(() => expect(checkpoints).toHaveLength(1));
  });

  it('is dropped at the next live event, however fast its client is, when the limit is below nothing', async () => {
    const followed = follow(client.subscribeToAll({ fromPosition: END }));
    await eventually(() => expect(followed.isConfirmed).toBe(true));
    await client.appendToStream(newStream(), newEvents(3));
    await eventually(() => expect(followed.told).toHaveLength(3));
    standIn.slowConsumerLimit = -1;
    await client.appendToStream(newStream(), newEvents(1));
    await eventually(() => expect(followed.end).toMatchObject({ code: status.ABORTED }));
  });

  it('is not dropped by any number of events when the limit is out of reach', async () => {
    const stream = newStream();
    standIn.slowConsumerLimit = Infinity;
    const subscription = client.subscribeToAll({ fromPosition: END });
    const followed = follow(subscription);
    await eventually(() => expect(followed.isConfirmed).toBe(true));
    subscription.pause();
    for (let round = 0; round < 4; round++) await client.appendToStream(stream, newEvents(500, { size: 600 }));
    subscription.resume();
    await eventually(() => expect(followed.told.length).toBe(2_000));
    expect(followed.told).toEqual(revisions(stream, 0, 2_000));
    expect(followed.end).toBeUndefined();
  });
});

describe('a call of the stand-in', () => {
  const kinds = [
    { kind: 'append', call: () => client.appendToStream(newStream(), newEvents(1)) },
    {
      kind: 'append of its own',
      call: () => client.appendToStream(newStream(), newEvents(1), { credentials: CREDENTIALS }),
    },
    { kind: 'read', call: () => read(client.readAll()) },
    { kind: 'subscription', call: () => confirmed() },
  ];

  it.each(kinds)('can fail as unavailable so many times: $kind', async ({ call }) => {
    standIn.failWithUnavailable(2);
    expect(await endOf(call())).toBe('unavailable');
    expect(await endOf(call())).toBe('unavailable');
    expect(await endOf(call())).toBe('done');
    expect(standIn.contents.length).toBeLessThanOrEqual(1);
  });

  it.each(kinds)('can be answered as by a server that starts: $kind', async ({ kind, call }) => {
    standIn.notReady(1);
    const answer = await call().catch((error: unknown) => error);
    // Appends that share a call get an answer of their own, which the client does not know.
    expect(answer).toMatchObject({ type: kind === 'append' ? 'unknown' : 'unavailable' });
    expect(String(answer)).toContain('Server Is Not Ready');
    expect(await endOf(call())).toBe('done');
  });

  it.each([
    { written: true, how: 'break', told: 'unavailable' },
    { written: false, how: 'break', told: 'unavailable' },
    { written: true, how: 'timeout', told: 'deadline-exceeded' },
    { written: false, how: 'timeout', told: 'deadline-exceeded' },
  ] as const)('can lose the answer to an append: written $written, by $how', async ({ written, how, told }) => {
    const [stream, events] = [newStream(), newEvents(2)];
    standIn.loseNextAppendAnswers(1, { written, how });
    expect(await endOf(client.appendToStream(stream, events, { expectedRevision: NO_STREAM }))).toBe(told);
    expect(standIn.contents).toHaveLength(written ? 2 : 0);
    const repeated = await client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
    expect(repeated.nextExpectedRevision).toBe(1n);
    expect(standIn.contents).toHaveLength(2);
  });

  it('can never be answered, and others are meanwhile', async () => {
    standIn.loseNextAppendAnswers(1, { written: true, how: 'silence' });
    const answers: string[] = [];
    const lost = client.appendToStream(newStream(), newEvents(1)).then(
      () => answers.push('lost'),
      () => answers.push('failed'),
    );
    await eventually(() => expect(standIn.calls.append).toBe(1));
    for (let round = 0; round < 5; round++) await client.appendToStream(newStream(), newEvents(1));
    expect([answers, standIn.contents.length]).toEqual([[], 6]);
    await standIn.restart();
    await lost;
    expect(answers).toEqual(['failed']);
  });

  it('can leave it to chance whether an append that is not answered is written', async () => {
    standIn.loseNextAppendAnswers(40, { written: 'random' });
    for (let round = 0; round < 40; round++) await endOf(client.appendToStream(newStream(), newEvents(1)));
    expect(standIn.contents.length).toBeGreaterThan(0);
    expect(standIn.contents.length).toBeLessThan(40);
  });

  it('can be answered long after it was written', async () => {
    standIn.delayAppends(300);
    const answers: string[] = [];
    const late = client.appendToStream(newStream(), newEvents(1)).then(() => answers.push('late'));
    await eventually(() => expect(standIn.contents).toHaveLength(1));
    expect(answers).toEqual([]);
    await late;
    standIn.delayAppends(0);
  });

  it('is counted by its kind', async () => {
    const stream = newStream();
    await client.appendToStream(stream, newEvents(1));
    await client.appendToStream(stream, newEvents(1), { credentials: CREDENTIALS });
    await read(client.readStream(stream));
    await read(client.readAll());
    await confirmed();
    expect(standIn.calls).toEqual({
      append: 2,
      readStream: 1,
      readAll: 1,
      subscribe: 1,
      gossip: 0,
      serverFeatures: 1,
    });
    standIn.forgetCalls();
    expect(standIn.calls.append).toBe(0);
  });

  async function confirmed(): Promise<void> {
    const followed = follow(client.subscribeToAll({ fromPosition: END }));
    await eventually(() => {
      if (followed.end === undefined) expect(followed.isConfirmed).toBe(true);
    });
    if (followed.end !== undefined) throw followed.end as Error;
  }
});

it('can be given events as the server writes its own, which clients see among the others', async () => {
  const stream = newStream();
  await client.appendToStream(stream, jsonEvent({ id: randomUUID(), type: 'told', data: {} }));
  standIn.writeSystemEvent({ stream: `$$${stream}`, type: '$metadata', data: { $maxAge: 1 } });
  await client.appendToStream(stream, newEvents(1));
  const all = await read(client.readAll());
  expect(all.map(({ streamId, type }) => [streamId, type])).toEqual([
    [stream, 'told'],
    [`$$${stream}`, '$metadata'],
    [stream, 'told'],
  ]);
  expect(all[1]?.data).toEqual({ $maxAge: 1 });
});
