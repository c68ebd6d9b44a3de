import { jest } from '@jest/globals';
import { Turns } from './turns.js';

const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

describe('the turns of live views', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are few at a time; one that has shown nothing yet goes first, the others in the order they came', async () => {
    const turns = new Turns(2);
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const ask = (name: string, isFirst: boolean): Promise<string> =>
      turns.take(isFirst, () => {
        begun.push(name);
        return new Promise((resolve) => ends.push(() => resolve(name)));
      });
    const asked = [ask('a', false), ask('b', false), ask('c', false), ask('d', false), ask('new', true)];
    await pass(0);
    expect(begun).toEqual(['a', 'b']);
    for (let ended = 0; ended < 5; ended++) {
      ends[ended]?.();
      await pass(1);
    }
    expect(begun).toEqual(['a', 'b', 'new', 'c', 'd']);
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', 'd', 'new']);
  });

  it('rest as long as one took that looked again, and a first one does not wait for that', async () => {
    const turns = new Turns(1);
    const begun: string[] = [];
    const ask = (name: string, isFirst: boolean): Promise<void> =>
      turns.take(isFirst, () => {
        begun.push(name);
        return new Promise((resolve) => setTimeout(resolve, 100));
      });
    const asked = [ask('a', false), ask('b', false)];
    await pass(150);
    expect(begun).toEqual(['a']);
    asked.push(ask('new', true));
    await pass(1);
    expect(begun).toEqual(['a', 'new']);
    await pass(200);
    expect(begun).toEqual(['a', 'new', 'b']);
    await pass(100);
    await Promise.all(asked);
  });

  it('go on after one that fails, and tell when none is left', async () => {
    const turns = new Turns(1);
    let isIdle = false;
    const failing = turns.take(false, () => Promise.reject(new Error('away')));
    const next = turns.take(false, () => Promise.resolve('answered'));
    void turns.untilIdle().then(() => (isIdle = true));
    await expect(failing).rejects.toThrow('away');
    expect(isIdle).toBe(false);
    await pass(1);
    await expect(next).resolves.toBe('answered');
    await pass(1);
    expect(isIdle).toBe(true);
    await expect(turns.untilIdle()).resolves.toBeUndefined();
  });
});
