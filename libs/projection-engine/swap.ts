import { SwapHeldUp } from './errors.js';
import { serve, writeParts } from './generations.js';
import { meetServing, type Succession } from './meeting.js';
import { pause } from './pause.js';
import { partsOf } from './prepare.js';

/** So short that a reader who comes behind a waiting swap hardly notices; a reader who holds a view is met again later. */
const VIEW_PATIENCE = `set local lock_timeout = '20ms'`;
const TRIES = 300;
const PAUSE_MS = 100;

/** PostgreSQL's code for a lock that was not to be had in time, and for two that wait for each other. */
const LOCK_FAULTS: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

/**
 * Puts the successor behind all views of the read model in one transaction, at the position where the one before stands, and
 * keeps that one. A statement sees the views before or after it, never some of each. Projectors go on from there by themselves:
 * the checkpoints that they hold are not served any more.
 * @returns false when the signal has come
 */
export async function swapIn(succession: Succession, partitions: number): Promise<boolean> {
  const { model, generation, signal, onProgress } = succession;
  for (let tries = 1; ; tries++) {
    try {
      const isSwapped = await meetServing(succession, async (client, { serving, position }) => {
        onProgress({ phase: 'swapping', from: position, reached: position, goal: position });
        await writeParts(client, model.name, generation, partsOf(model, partitions), position);
        await client.query(VIEW_PATIENCE);
        await serve(client, model, generation, serving);
        return true;
      });
      return isSwapped === true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && LOCK_FAULTS.has(error.code))) throw error;
      if (tries === TRIES) throw new SwapHeldUp();
      await pause(PAUSE_MS * (0.5 + Math.random()), signal ?? new AbortController().signal);
    }
  }
}
