import { jest } from '@jest/globals';
import { ServedWatch } from './served-watch.js';

describe('the watch over the read models', () => {
  let standing: string | Error;
  let looks: number;
  let faults: unknown[];
  let watch: ServedWatch;
  beforeEach(() => {
    jest.useFakeTimers();
    standing = 'a';
    looks = 0;
    faults = [];
    watch = new ServedWatch({
      standing: async () => {
        looks += 1;
        if (standing instanceof Error) throw standing;
        return standing;
      },
      onFault: (fault) => faults.push(fault),
    });
  });
  afterEach(() => jest.useRealTimers());
  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

  it('tells its followers each time that something has moved, and at its first look', async () => {
    let told = 0;
    watch.follow(() => (told += 1));
    await pass(1_000);
    expect(told).toBe(1);
    standing = 'b';
    await pass(1_000);
    expect(told).toBe(2);
  });

  it('looks while somebody follows, once for all of them', async () => {
    await pass(5_000);
    expect(looks).toBe(0);
    const unfollow = [watch.follow(() => undefined), watch.follow(() => undefined)];
    await pass(1_000);
    const inASecond = looks;
    expect(inASecond).toBeLessThan(8);
    unfollow[0]?.();
    await pass(1_000);
    expect(looks).toBeGreaterThan(inASecond);
    unfollow[1]?.();
    const atLast = looks;
    await pass(5_000);
    expect(looks).toBe(atLast);
    watch.follow(() => undefined);
    await pass(1_000);
    expect(looks).toBeGreaterThan(atLast);
  });

  it('says once that they are away, and tells when they are back, though nothing has moved', async () => {
    let told = 0;
    watch.follow(() => (told += 1));
    await pass(1_000);
    standing = new Error('away');
    await pass(5_000);
    expect({ told, faults: faults.length, isAway: watch.isAway }).toEqual({ told: 1, faults: 1, isAway: true });
    standing = 'a';
    await pass(1_000);
    expect({ told, isAway: watch.isAway }).toEqual({ told: 2, isAway: false });
  });
});
