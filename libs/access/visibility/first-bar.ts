import { GROUND_OF_ALL, type Ground } from './grounds.js';

/** What keeps an object from a privilege group: a constraint, a view class or profile of a case, or that it is not there. */
export type Bar = 'absent' | keyof Ground;

/** In this order they are tried: what most groups carry first. */
const CONSTRAINTS = [
  'sources',
  'kle',
  'sensitivity',
  'units',
  'classes',
  'members',
] as const satisfies (keyof Ground)[];

/**
 * The first thing that keeps the object from the ground; null where nothing does. Constraints are put on one after the other,
 * so that it is right of whatever is judged: a document by one of its cases, a grant by one of its benefits.
 */
export function firstBar(ground: Ground, isSeenBy: (ground: Ground) => boolean): Bar | null {
  let tried = GROUND_OF_ALL;
  if (!isSeenBy(tried)) return 'absent';
  for (const constraint of CONSTRAINTS) {
    tried = { ...tried, [constraint]: ground[constraint] };
    if (!isSeenBy(tried)) return constraint;
  }
  return null;
}
