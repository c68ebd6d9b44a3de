import { prefetch } from './prefetch.js';

async function* numbers(count: number, failAt = -1): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) {
    if (i === failAt) throw new Error('gone');
    yield i;
  }
}

describe('reading ahead', () => {
  it('hands out every item once, in order', async () => {
    const seen: number[] = [];
    for await (const item of prefetch(numbers(5), async (n) => n * 2)) seen.push(item);
    expect(seen).toEqual([0, 2, 4, 6, 8]);
  });

  it('gives what was read before a failure, then the failure', async () => {
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const item of prefetch(numbers(5, 2), async (n) => n)) seen.push(item);
    };
    await expect(all()).rejects.toThrow('gone');
    expect(seen).toEqual([0, 1]);
  });

  it('is never more than one item ahead', async () => {
    let taken = 0;
    const prepared = prefetch(numbers(10), async (n) => {
      taken++;
      return n;
    });
    await prepared.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeLessThanOrEqual(2);
    await prepared.return(undefined);
  });
});
