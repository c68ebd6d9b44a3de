import {
  ANY,
  MaxAppendSizeExceededError,
  NO_STREAM,
  STREAM_EXISTS,
  WrongExpectedVersionError,
  type AppendToStreamOptions,
  type EventData,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import { newEvents, newStream, read } from './clients.js';

const KIB = 1024;

/** An append with credentials of its own takes a call of its own; all others share one. */
const ways = [
  { way: 'in the call that appends share', options: {} },
  { way: 'in a call of its own', options: { credentials: { username: 'admin', password: 'changeit' } } },
];

/** What holds of appending, to a real server and to the stand-in. */
export function appendClaims(client: () => EventStoreDBClient): void {
  describe.each(ways)('appending $way', ({ options }) => {
    const append = (
      stream: string,
      events: EventData[],
      expectedRevision: NonNullable<AppendToStreamOptions['expectedRevision']> = ANY,
    ): ReturnType<EventStoreDBClient['appendToStream']> =>
      client().appendToStream(stream, events, { ...options, expectedRevision });

    it('numbers a stream densely and tells the last event', async () => {
      const stream = newStream();
      expect((await append(stream, newEvents(3), NO_STREAM)).nextExpectedRevision).toBe(2n);
      const last = await append(stream, newEvents(2), 2n);
      expect(last.nextExpectedRevision).toBe(4n);
      const events = await read(client().readStream(stream));
      expect(events.map(({ revision }) => revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
      expect(events.at(-1)?.position).toEqual(last.position);
    });

    it.each([
      { asked: 'no stream', expected: NO_STREAM, length: 1, actual: 0n },
      { asked: 'a revision behind', expected: 0n, length: 3, actual: 2n },
      { asked: 'a revision ahead', expected: 9n, length: 3, actual: 2n },
      { asked: 'a revision where there is no stream', expected: 0n, length: 0, actual: 'no_stream' },
      { asked: 'that there is one where there is none', expected: STREAM_EXISTS, length: 0, actual: 'no_stream' },
    ] as const)('refuses $asked, and says what there is', async ({ expected, length, actual }) => {
      const stream = newStream();
      if (length > 0) await append(stream, newEvents(length));
      const refused = await append(stream, newEvents(1), expected).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WrongExpectedVersionError);
      expect(refused).toMatchObject({ streamName: stream, expectedVersion: expected, actualVersion: actual });
      if (length > 0) expect(await read(client().readStream(stream))).toHaveLength(length);
    });

    it('takes any revision, and any existing stream', async () => {
      const stream = newStream();
      expect((await append(stream, newEvents(1))).nextExpectedRevision).toBe(0n);
      expect((await append(stream, newEvents(1))).nextExpectedRevision).toBe(1n);
      expect((await append(stream, newEvents(1), STREAM_EXISTS)).nextExpectedRevision).toBe(2n);
    });

    it.each([
      { asked: 'no stream', expected: NO_STREAM, before: 0 },
      { asked: 'its revision', expected: 1n, before: 2 },
      { asked: 'any', expected: ANY, before: 2 },
      { asked: 'an existing stream', expected: STREAM_EXISTS, before: 2 },
    ] as const)('tells again where the same events lie when they are repeated with $asked', async (row) => {
      const [stream, events] = [newStream(), newEvents(3)];
      if (row.before > 0) await append(stream, newEvents(row.before), NO_STREAM);
      const first = await append(stream, events, row.expected);
      await append(stream, newEvents(5));
      expect(await append(stream, events, row.expected)).toEqual(first);
      expect((await append(stream, events.slice(0, 2), row.expected)).nextExpectedRevision).toBe(
        first.nextExpectedRevision - 1n,
      );
      expect(await read(client().readStream(stream))).toHaveLength(row.before + 8);
    });

    it('refuses an append that is repeated in part', async () => {
      const [stream, events] = [newStream(), newEvents(3)];
      await append(stream, events, NO_STREAM);
      const longer = [...events, ...newEvents(1)];
      await expect(append(stream, longer, NO_STREAM)).rejects.toThrow(WrongExpectedVersionError);
      await expect(append(stream, longer)).rejects.toThrow(WrongExpectedVersionError);
      await expect(append(stream, [...events.slice(1), ...newEvents(1)], 0n)).rejects.toThrow(
        WrongExpectedVersionError,
      );
      expect(await read(client().readStream(stream))).toHaveLength(3);
    });

    it('writes an event twice where any revision will do and another stands before it', async () => {
      const [stream, events] = [newStream(), newEvents(1)];
      await append(stream, events);
      await append(stream, [...newEvents(1), ...events]);
      expect(await read(client().readStream(stream))).toHaveLength(3);
    });

    it.each([
      { made: 'one event', events: () => newEvents(1, { size: 1024 * KIB }) },
      { made: 'many', events: () => newEvents(12, { size: 90 * KIB }) },
      { made: 'several messages of the protocol', events: () => newEvents(8, { size: 512 * KIB }) },
    ])('refuses more than a megabyte in $made, and takes nothing of it', async ({ events }) => {
      const stream = newStream();
      const refused = await append(stream, events()).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(MaxAppendSizeExceededError);
      expect(refused).toMatchObject({ maxAppendSize: 1024 * KIB });
      await append(stream, newEvents(1), NO_STREAM);
    });

    it('takes nearly a megabyte', async () => {
      await append(newStream(), newEvents(10, { size: 100 * KIB }), NO_STREAM);
    });
  });
}
