import { createTurns } from './turns.js';

/** Turns that fail where `fails` says so, and what was warned of; `until` resolves when so many were taken. */
function taking(fails: (turn: number) => boolean) {
  const warnings: object[] = [];
  let taken = 0;
  let reached = (): void => undefined;
  const turns = createTurns({
    turn() {
      taken++;
      reached();
      return fails(taken) ? Promise.reject(new TypeError('no')) : Promise.resolve();
    },
    log: { warn: (details) => warnings.push(details) },
    onFailure: 'it failed',
    everyMs: 1,
  });
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      reached = () => {
        if (taken >= count) resolve();
      };
      reached();
    });
  return { turns, warnings, until, taken: () => taken };
}

describe('turns', () => {
  it('go on when one fails, and say so once until one does not', async () => {
    const { turns, warnings, until } = taking((turn) => turn <= 3 || turn === 5);
    turns.start();
    await until(6);
    await turns.stop();
    expect(warnings).toEqual([{ code: 'TypeError' }, { code: 'TypeError' }]);
  });

  it('are taken by one only, however often they are started, and no more once they are stopped', async () => {
    const { turns, until, taken } = taking(() => false);
    turns.start();
    turns.start();
    await until(2);
    await turns.stop();
    const last = taken();
    turns.start();
    await turns.stop();
    expect(taken()).toBe(last);
    turns.start();
    await until(last + 2);
    await turns.stop();
  });
});
