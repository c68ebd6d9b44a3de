import {
  BACKWARDS,
  binaryEvent,
  END,
  jsonEvent,
  START,
  StreamNotFoundError,
  UnknownError,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { newEvents, newStream, read } from './clients.js';

const numbers = async (events: Parameters<typeof read>[0]): Promise<number[]> =>
  (await read(events)).map(({ revision }) => Number(revision));

/** What holds of reading, from a real server and from the stand-in. */
export function readClaims(client: () => EventStoreDBClient): void {
  it('gives back what was appended, byte for byte', async () => {
    const stream = newStream();
    const [text, bytes] = ['blåbærgrød 🫐', Buffer.from([0, 255, 128, 10])];
    const told = jsonEvent({ type: 'told', data: { text }, metadata: { by: 'ægte' } });
    const raw = binaryEvent({ type: 'raw', data: bytes, metadata: bytes });
    const before = Date.now();
    await client().appendToStream(stream, [told, raw]);
    const [first, second] = await read(client().readStream(stream));
    expect(first).toMatchObject({ id: told.id, type: 'told', data: { text }, metadata: { by: 'ægte' }, isJson: true });
    expect(second).toMatchObject({ id: raw.id, type: 'raw', isJson: false });
    expect([second?.data, second?.metadata].map((given) => Buffer.from(given as Uint8Array))).toEqual([bytes, bytes]);
    expect(Math.abs((first?.created.getTime() ?? 0) - before)).toBeLessThan(60_000);
  });

  it('has the events of one append at positions of their own, which rise with holes', async () => {
    const stream = newStream();
    await client().appendToStream(stream, newEvents(20));
    const positions = (await read(client().readStream(stream))).map(({ position }) => position);
    positions.forEach((position, at) => {
      expect(position?.prepare).toBe(position?.commit);
      if (at > 0) expect(position?.commit).toBeGreaterThan((positions[at - 1]?.commit ?? 0n) + 1n);
    });
  });

  it('reads a stream forwards and backwards, from a revision, and so many', async () => {
    const stream = newStream();
    await client().appendToStream(stream, newEvents(5));
    const from = (fromRevision: bigint | typeof START | typeof END, maxCount = 9, direction?: typeof BACKWARDS) =>
      numbers(client().readStream(stream, { fromRevision, maxCount, ...(direction && { direction }) }));
    expect(await from(START)).toEqual([0, 1, 2, 3, 4]);
    expect(await from(3n)).toEqual([3, 4]);
    expect(await from(1n, 2)).toEqual([1, 2]);
    expect(await from(99n)).toEqual([]);
    expect(await from(END, 9, BACKWARDS)).toEqual([4, 3, 2, 1, 0]);
    expect(await from(3n, 2, BACKWARDS)).toEqual([3, 2]);
    expect(await from(99n, 2, BACKWARDS)).toEqual([4, 3]);
    expect(await from(START, 9, BACKWARDS)).toEqual([0]);
  });

  it('says of a stream that is not there that it is not found, when it is read', async () => {
    const stream = newStream();
    const forwards = client().readStream(stream);
    await expect(read(forwards)).rejects.toThrow(StreamNotFoundError);
    await expect(read(client().readStream(stream, { direction: BACKWARDS, fromRevision: END }))).rejects.toMatchObject({
      streamName: stream,
    });
  });

  it('reads all from a position on with the event there, and backwards without it', async () => {
    const stream = newStream();
    await client().appendToStream(stream, newEvents(4));
    const fromPosition = (await read(client().readStream(stream)))[2]?.position ?? START;
    expect(await numbers(client().readAll({ fromPosition, maxCount: 2 }))).toEqual([2, 3]);
    expect(await numbers(client().readAll({ fromPosition, maxCount: 2, direction: BACKWARDS }))).toEqual([1, 0]);
  });

  it('reads all from the end: nothing forwards, the last backwards', async () => {
    const stream = newStream();
    const { position } = await client().appendToStream(stream, newEvents(1));
    expect(await read(client().readAll({ fromPosition: END, maxCount: 2 }))).toEqual([]);
    const [last] = await read(client().readAll({ fromPosition: END, maxCount: 1, direction: BACKWARDS }));
    expect(last?.position?.commit).toBeGreaterThanOrEqual(position?.commit ?? 0n);
  });

  it('takes no position that it has not told', async () => {
    const { position } = await client().appendToStream(newStream(), newEvents(1));
    await client().appendToStream(newStream(), newEvents(1));
    const commit = (position?.commit ?? 0n) + 1n;
    await expect(read(client().readAll({ fromPosition: { commit, prepare: commit } }))).rejects.toThrow(UnknownError);
  });
}
