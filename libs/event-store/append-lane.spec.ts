import { randomUUID } from 'node:crypto';
import { AppendLane } from './append-lane.js';
import { StoreRefused, StoreUnavailable } from './errors.js';
import type { AppendOutcome, AppendRequest, ExpectedRevision } from './event-store.js';

const ok: AppendOutcome = { status: 'ok', firstPosition: 1, lastPosition: 1, revision: 0 };

interface Sample {
  readonly events?: number;
  readonly bytes?: number;
  readonly expected?: ExpectedRevision;
}

function request(stream: string, { events = 1, bytes = 2, expected = 'any' }: Sample = {}): AppendRequest {
  const event = () => ({ eventId: randomUUID(), type: 'test', metadata: '', data: Buffer.alloc(bytes) });
  return { stream, expectedRevision: expected, events: Array.from({ length: events }, event) };
}

/** A lane whose flushes are noted and, unless told otherwise, written. */
function notingLane(write: (requests: readonly AppendRequest[]) => void = () => undefined) {
  const flushes: AppendRequest[][] = [];
  const lane = new AppendLane(async (requests) => {
    flushes.push([...requests]);
    await new Promise(setImmediate);
    write(requests);
    return requests.map(() => ok);
  });
  return { lane, flushes, sizes: () => flushes.map(({ length }) => length) };
}

describe('the append lane', () => {
  it('writes together what is sent at a time, and what arrives during a flush by the next', async () => {
    const { lane, sizes } = notingLane();
    const first = Array.from({ length: 10 }, (_, n) => lane.append(request(`a-${n}`)));
    await new Promise(setImmediate);
    const second = Array.from({ length: 7 }, (_, n) => lane.append(request(`b-${n}`)));
    await Promise.all([...first, ...second]);
    expect(sizes()).toEqual([10, 7]);
  });

  it('writes at most 500 events or 512 KB at once', async () => {
    const many = notingLane();
    await many.lane.appendAll(Array.from({ length: 700 }, (_, n) => request(`s-${n}`, { events: 2 })));
    expect(many.sizes()).toEqual([250, 250, 200]);
    const large = notingLane();
    await large.lane.appendAll(Array.from({ length: 7 }, (_, n) => request(`s-${n}`, { bytes: 200_000 })));
    expect(large.sizes()).toEqual([2, 2, 2, 1]);
  });

  it('holds a stream once a flush where one of its requests expects a revision', async () => {
    const { lane, flushes } = notingLane();
    const expectations: ExpectedRevision[] = ['any', 'any', 5, 'any', 'any', 'no-stream'];
    const requests = expectations.map((revision) => request('same', { expected: revision }));
    await lane.appendAll([...requests, request('other')]);
    const expected = flushes.map((flush) => flush.map(({ stream, expectedRevision }) => [stream, expectedRevision]));
    expect(expected).toEqual([
      [
        ['same', 'any'],
        ['same', 'any'],
        ['other', 'any'],
      ],
      [['same', 5]],
      [
        ['same', 'any'],
        ['same', 'any'],
      ],
      [['same', 'no-stream']],
    ]);
  });

  it('holds an event id once a flush, so that a repetition is judged when its original stands', async () => {
    const { lane, flushes } = notingLane();
    const original = request('same');
    await lane.appendAll([original, original, { ...original, stream: 'other' }, request('last')]);
    const streams = flushes.map((flush) => flush.map(({ stream }) => stream));
    expect(streams).toEqual([['same', 'last'], ['same'], ['other']]);
  });

  it('tries the members of a failed flush one by one, so that one bad request fails alone', async () => {
    const { lane, sizes } = notingLane((requests) => {
      if (requests.some(({ stream }) => stream === 'bad')) throw new StoreRefused('test');
    });
    const settled = await Promise.allSettled(['a', 'bad', 'b'].map((stream) => lane.append(request(stream))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(sizes()).toEqual([3, 1, 1, 1]);
    expect(lane.backlog()).toMatchObject({ events: 0, bytes: 0 });
  });

  it('stops trying one by one when the store goes away meanwhile', async () => {
    let writes = 0;
    const { lane, sizes } = notingLane(() => {
      if (++writes === 1) throw new StoreRefused('test');
      if (writes === 3) throw new StoreUnavailable('away');
    });
    const settled = await Promise.allSettled(['a', 'b', 'c', 'd'].map((stream) => lane.append(request(stream))));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
    expect(sizes()).toEqual([4, 1, 1]);
  });

  it('lets all that wait know when the store is away, and serves whoever comes later', async () => {
    let isAway = true;
    const { lane, flushes } = notingLane(() => {
      if (isAway) throw new StoreUnavailable('away');
    });
    const requests = Array.from({ length: 1_200 }, (_, n) => request(`s-${n}`));
    const settled = await Promise.allSettled(requests.map((one) => lane.append(one)));
    expect(settled.every((one) => one.status === 'rejected' && one.reason instanceof StoreUnavailable)).toBe(true);
    expect(flushes).toHaveLength(1);
    expect(lane.backlog()).toMatchObject({ events: 0, bytes: 0 });
    isAway = false;
    expect(await lane.append(request('later'))).toEqual(ok);
  });

  it('settles all that it took before it is closed', async () => {
    const { lane } = notingLane();
    const appends = Promise.all(Array.from({ length: 1_200 }, (_, n) => lane.append(request(`s-${n}`))));
    await lane.close();
    await expect(lane.append(request('late'))).rejects.toMatchObject({ name: 'StoreClosed' });
    expect(await appends).toHaveLength(1_200);
  });
});
