import { setImmediate as turn } from 'node:timers/promises';
import { Turns } from './turns.js';

describe('the turns of live views', () => {
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
    await turn();
    expect(begun).toEqual(['a', 'b']);
    for (let ended = 0; ended < 5; ended++) {
      ends[ended]?.();
      await turn();
    }
    expect(begun).toEqual(['a', 'b', 'new', 'c', 'd']);
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', 'd', 'new']);
  });

  it('go on after one that fails, and tell when none is left', async () => {
    const turns = new Turns(1);
    let isIdle = false;
    const failing = turns.take(false, () => Promise.reject(new Error('away')));
    const next = turns.take(false, () => Promise.resolve('answered'));
    void turns.untilIdle().then(() => (isIdle = true));
    await expect(failing).rejects.toThrow('away');
    expect(isIdle).toBe(false);
    await expect(next).resolves.toBe('answered');
    await turn();
    expect(isIdle).toBe(true);
    await expect(turns.untilIdle()).resolves.toBeUndefined();
  });
});
