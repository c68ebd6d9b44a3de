import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../output/progress.js';
import { Failure } from '../output/failure.js';
import type { Session } from './session.js';

const LOOK_EVERY_MS = 40;
/** No read model may stand still for so long: then whoever projects has a fault. */
const PATIENCE_MS = 60_000;

/**
 * Resolves when every read model has come to the position, whoever projects: this process, a running service or another
 * one on the same database. Asks the checkpoints, which is what a reader of the view has to go by.
 */
export async function untilVisible(
  { runner }: Pick<Session, 'runner'>,
  position: number,
  progress?: Progress,
): Promise<void> {
  const began = await lowest(runner);
  if (began >= position) return;
  progress?.start('projecting', 'positions');
  let moved = Date.now();
  let last = began;
  try {
    while (last < position) {
      await sleep(LOOK_EVERY_MS);
      const now = await lowest(runner);
      if (now !== last) moved = Date.now();
      last = now;
      progress?.reach(Math.min(last, position) - began, (Math.min(last, position) - began) / (position - began));
      if (Date.now() - moved > PATIENCE_MS)
        throw new Failure(`the view stands still at position ${last} of ${position}: ${faultOf(runner)}`);
    }
  } finally {
    progress?.stop();
  }
}

/** Resolves when the view shows all that the store holds now. */
export async function untilCurrent(session: Pick<Session, 'runner' | 'stores'>, progress?: Progress): Promise<void> {
  await untilVisible(session, await session.stores.eventStore.head(), progress);
}

async function lowest(runner: Session['runner']): Promise<number> {
  const positions = await runner.positions();
  return positions.length === 0 ? 0 : Math.min(...positions.map(({ position }) => position));
}

function faultOf(runner: Session['runner']): string {
  const { fault } = runner.health();
  return fault === null ? 'no projector moves it' : `the projector reports ${fault}`;
}
