import type { View } from '../engine/view.js';
import type { Found, Queries } from '../queries.js';

/**
 * What was found, with the position it was read at noted. Nothing found brings no position, so it is asked again after one
 * was read: then "not there" is said of everything up to that position.
 */
export async function foundOrNot(
  queries: Queries,
  view: View,
  find: () => Promise<Found | null>,
): Promise<Found | null> {
  let found = await find();
  if (found === null) {
    view.noteReadTo(await queries.position());
    found = await find();
  }
  if (found !== null) view.noteReadTo(found.position);
  return found;
}
