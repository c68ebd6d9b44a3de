import { RateLimit } from './rate-limit.js';

describe('a rate limit', () => {
  let now: number;
  const limit = (perSecond: number): RateLimit => new RateLimit(perSecond, () => now);
  const taken = (of: RateLimit, caller: string, times: number): number =>
    Array.from({ length: times }, () => of.take(caller)).filter((wait) => wait === 0).length;
  beforeEach(() => {
    now = 1_000_000;
  });

  it('lets ten seconds of requests come at once, and no more', () => {
    expect(taken(limit(5), 'bo', 80)).toBe(50);
  });

  it('says how many whole seconds to wait, and keeps its word', () => {
    const slow = new RateLimit(0.25, () => now);
    expect(taken(slow, 'bo', 9)).toBe(2);
    const wait = slow.take('bo');
    expect(wait).toBeGreaterThanOrEqual(1);
    now += wait * 1_000;
    expect(slow.take('bo')).toBe(0);
    expect(slow.take('bo')).toBeGreaterThan(0);
  });

  it('gives back as many a second as it is made for, and never more than a burst', () => {
    const five = limit(5);
    taken(five, 'bo', 50);
    now += 2_000;
    expect(taken(five, 'bo', 80)).toBe(10);
    now += 3_600_000;
    expect(taken(five, 'bo', 80)).toBe(50);
  });

  it('counts each caller alone, and not what it turned away', () => {
    const one = limit(1);
    taken(one, 'bo', 1_000);
    expect(one.take('ida')).toBe(0);
    now += 1_000;
    expect(one.take('bo')).toBe(0);
  });

  it('of 0 a second is none', () => {
    expect(taken(limit(0), 'bo', 1_000)).toBe(1_000);
  });
});
