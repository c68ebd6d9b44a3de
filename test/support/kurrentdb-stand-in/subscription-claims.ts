import {
  END,
  eventTypeFilter,
  START,
  streamNameFilter,
  type EventStoreDBClient,
  type Position,
} from '@eventstore/db-client';
import { eventually, follow, newEvents, newStream, read, revisions, type Followed } from './clients.js';

/** What holds of subscribing, to a real server and to the stand-in. */
export function subscriptionClaims(client: () => EventStoreDBClient): void {
  const own = (followed: Followed, stream: string): string[] =>
    followed.told.filter((event) => event.startsWith(`${stream}@`));

  it('tells what is behind a position and then what comes, once and in order', async () => {
    const stream = newStream();
    await client().appendToStream(stream, newEvents(4));
    const fromPosition = (await read(client().readStream(stream)))[1]?.position ?? START;
    const followed = follow(client().subscribeToAll({ fromPosition }));
    await eventually(() => expect(own(followed, stream)).toEqual(revisions(stream, 2, 4)));
    for (let round = 0; round < 5; round++) await client().appendToStream(stream, newEvents(2));
    await eventually(() => expect(own(followed, stream)).toEqual(revisions(stream, 2, 14)));
    await followed.stop();
  });

  it('tells from the end on only what comes', async () => {
    const stream = newStream();
    await client().appendToStream(stream, newEvents(2));
    const followed = follow(client().subscribeToAll({ fromPosition: END }));
    await eventually(() => expect(followed.isConfirmed).toBe(true));
    await client().appendToStream(stream, newEvents(1));
    await eventually(() => expect(own(followed, stream)).toEqual(revisions(stream, 2, 3)));
    await followed.stop();
  });

  it('tells of one stream, also where it begins later', async () => {
    const stream = newStream();
    const followed = follow(client().subscribeToStream(stream));
    await eventually(() => expect(followed.isConfirmed).toBe(true));
    await client().appendToStream(stream, newEvents(2));
    await eventually(() => expect(followed.told).toEqual(revisions(stream, 0, 2)));
    await followed.stop();
  });

  it('tells by event type and by stream name, by beginning and by pattern', async () => {
    const [one, other] = [newStream(), newStream()];
    const type = `t${newStream().slice(-12)}`;
    await client().appendToStream(one, newEvents(2, { type: `${type}.first` }));
    await client().appendToStream(other, newEvents(1, { type: `${type}.second` }));
    await client().appendToStream(one, newEvents(1, { type: 'other' }));
    const filters = [
      eventTypeFilter({ prefixes: ['nobody', `${type}.f`] }),
      eventTypeFilter({ regex: `^${type}\\.(first|second)$` }),
      streamNameFilter({ prefixes: [other] }),
      streamNameFilter({ regex: `^(${one}|${other})$` }),
    ];
    const all = filters.map((filter) => follow(client().subscribeToAll({ fromPosition: START, filter })));
    await eventually(() =>
      expect(all.map(({ told }) => told)).toEqual([
        revisions(one, 0, 2),
        [...revisions(one, 0, 2), ...revisions(other, 0, 1)],
        revisions(other, 0, 1),
        [...revisions(one, 0, 2), ...revisions(other, 0, 1), ...revisions(one, 2, 3)],
      ]),
    );
    await Promise.all(all.map(async (followed) => followed.stop()));
  });

  it('moves the checkpoint of a filter that matches nothing, seldom, and one can begin there', async () => {
    const [stream, type] = [newStream(), newStream()];
    const checkpoints: Position[] = [];
    const filter = eventTypeFilter({
      prefixes: [type],
      maxSearchWindow: 32,
      checkpointInterval: 1,
      checkpointReached: async (_subscription, position) => void checkpoints.push(position),
    });
    const { position = START } = await client().appendToStream(stream, newEvents(1));
    const followed = follow(client().subscribeToAll({ fromPosition: position, filter }));
    await eventually(() => expect(followed.isConfirmed).toBe(true));
    for (let round = 0; round < 10; round++) await client().appendToStream(stream, newEvents(10));
    await eventually(() => expect(checkpoints.length).toBeGreaterThanOrEqual(3));
    await client().appendToStream(stream, newEvents(1, { type }));
    await eventually(() => expect(followed.told).toEqual(revisions(stream, 101, 102)));
    const commits = checkpoints.map(({ commit }) => commit);
    expect(commits).toEqual([...commits].sort((one, other) => Number(one - other)));
    for (const fromPosition of checkpoints) {
      const again = follow(client().subscribeToAll({ fromPosition, filter: eventTypeFilter({ prefixes: [type] }) }));
      await eventually(() => expect(again.told).toEqual(revisions(stream, 101, 102)));
      await again.stop();
    }
    await followed.stop();
  });

  it('drops a live subscriber whom it outruns, and catches it up afterwards without loss', async () => {
    const stream = newStream();
    const filter = streamNameFilter({ prefixes: [stream] });
    const subscription = client().subscribeToAll({ fromPosition: END, filter });
    const dropped = follow(subscription);
    await eventually(() => expect(dropped.isConfirmed).toBe(true));
    subscription.pause();
    for (let round = 0; round < 4; round++) await client().appendToStream(stream, newEvents(500, { size: 600 }));
    subscription.resume();
    await eventually(() => expect(dropped.end).toMatchObject({ type: 'timeout', code: 10 }));
    expect(String(dropped.end)).toContain('Consumer too slow');
    expect(dropped.told).toEqual(revisions(stream, 0, dropped.told.length));
    expect(dropped.told.length).toBeLessThan(2_000);
    const again = follow(client().subscribeToAll({ fromPosition: START, filter }));
    await eventually(() => expect(again.told.length).toBe(2_000));
    expect(again.told).toEqual(revisions(stream, 0, 2_000));
    expect(again.end).toBeUndefined();
    await again.stop();
  });
}
