import { ERASABLE, familyOf, PARTY, type Target } from '#deletion';
import type { Stores } from '#stores';
import { badInput, notFound, Refusal } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import type { Queries } from '../queries.js';

/** As long as a reader waits for his own writes. */
const LONGEST_WAIT_MS = 5_000;

/** Families whose objects are named by an id of their own. */
const OF_OBJECTS = ERASABLE.filter((family) => family !== PARTY);

/** What an act is on: one of the two ids, found in the caller's authority. */
export async function targetOf(
  { objectId, party }: { readonly objectId?: string | null; readonly party?: string | null },
  authority: string,
  { vault }: Pick<Stores, 'vault'>,
): Promise<Target> {
  const [object, person] = [objectId?.toLowerCase() ?? null, party?.toLowerCase() ?? null];
  if ((object === null) === (person === null)) throw badInput('Exactly one of objectId and party must be given.');
  if (person !== null) return { authority, family: PARTY, objectId: person };
  const id = object ?? '';
  const family = await familyOf(vault, OF_OBJECTS, authority, id);
  if (family === null) throw notFound('There is no such object.');
  return { authority, family, objectId: id };
}

/** What is known of a person must be all that is stored: else something of him would be left. */
export async function untilCurrent(
  queries: Queries,
  { eventStore }: Pick<Stores, 'eventStore'>,
  view: View,
): Promise<void> {
  const head = await eventStore.head();
  if (!(await queries.waitFor(head, LONGEST_WAIT_MS)))
    throw new Refusal('NOT_YET_VISIBLE', 'What was received last cannot be seen yet. Try again in a moment.');
  view.noteReadTo(head);
}
