import { LRUCache } from 'lru-cache';

/**
 * How much is asked. `plain` leaves out what few questions meet and every statement would have to be made ready for: parties
 * that no party event founded or names, and in searches pairs of a parallel run. Where it meets one, the answer says so, and
 * the whole is asked.
 */
export type Depth = 'plain' | 'whole';

/** So many questions are asked whole at once after one of which the plain part was not enough. */
const WHOLE_AFTER = 16;

/** By authority: how many questions are still asked whole. Only a matter of speed. */
const wholeFor = new LRUCache<string, number>({ max: 1_000 });

/**
 * Asks plainly first, and the whole where that gives undefined. What holds for one question of an authority mostly holds for
 * the next, so it is spared the plain asking for a while.
 */
export async function plainFirst<A>(authority: string, ask: (depth: Depth) => Promise<A | undefined>): Promise<A> {
  const left = wholeFor.get(authority) ?? 0;
  if (left > 0) wholeFor.set(authority, left - 1);
  else {
    const answer = await ask('plain');
    if (answer !== undefined) return answer;
    wholeFor.set(authority, WHOLE_AFTER);
  }
  const answer = await ask('whole');
  if (answer === undefined) throw new Error('what is asked whole is always answered');
  return answer;
}
