import type { Pool } from 'pg';
import { readCheckpoints } from './checkpoints.js';
import { isAnythingAsked } from './parked-events.js';

/** How soon a projector notices what another process did. */
const EVERY_MS = 1_000;

/**
 * Looks whether another process (the command line) emptied a read model, or asks something of parked keys; neither comes
 * with an event. Returns the function that ends it.
 * @param idleAt where everything is written that was read; undefined while pages are under way
 */
export function watchOthers(pool: Pool, idleAt: () => number | undefined, act: () => void): () => void {
  const wasEmptied = async (): Promise<boolean> => {
    const position = idleAt();
    if (position === undefined) return false; // the next page will find its checkpoint moved
    const checkpoints = await readCheckpoints(pool);
    return idleAt() === position && checkpoints.some((checkpoint) => checkpoint.position < position);
  };
  const look = async (): Promise<void> => {
    if ((await isAnythingAsked(pool)) || (await wasEmptied())) act();
  };
  // The database is away: writing the next page will say so.
  const timer = setInterval(() => void look().catch(() => undefined), EVERY_MS);
  return () => clearInterval(timer);
}
