import { ChangeSignal } from './change-signal.js';

const never = new AbortController().signal;

describe('the change signal', () => {
  it('wakes all who wait', async () => {
    const changes = new ChangeSignal();
    const waits = Promise.all([changes.beyond(0, 60_000, never), changes.beyond(0, 60_000, never)]);
    changes.raise();
    await waits;
    expect(changes.count).toBe(1);
  });

  it('does not let sleep who noted a count that has passed since', async () => {
    const changes = new ChangeSignal();
    const noted = changes.count;
    changes.raise();
    await changes.beyond(noted, 60_000, never);
  });

  it('ends a wait after its time, and when aborted', async () => {
    const changes = new ChangeSignal();
    await changes.beyond(0, 5, never);
    const ending = new AbortController();
    const wait = changes.beyond(0, 60_000, ending.signal);
    ending.abort();
    await wait;
    await changes.beyond(0, 60_000, ending.signal);
    expect(changes.count).toBe(0);
  });
});
