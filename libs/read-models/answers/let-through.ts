import type { Pool } from 'pg';
import type { Ground } from '#access';
import { instantFromDate, isUuid } from '#contracts';
import { contextFor, judgingOf } from './judged-object.js';
import { pastReader, type PastReader } from './past-material.js';
import { isBoundToUnits } from './past-units.js';
import { pastWorld } from './past-world.js';
import { isNow, type Moment } from './question.js';
import { seenByGroups, type AskedIds, type Judging, type SeersById } from './seen-by-groups.js';

/** What one part of an answer showed, and of which moment: parties, and cases, documents, notes, grants, payments and services. */
export interface ShownThen extends AskedIds {
  readonly moment: Moment;
}

/** By which privilege groups a part of an answer was let through. */
export interface LetThrough {
  /** Those of the groups, by their place, that alone show something of it. */
  readonly groups: ReadonlySet<number>;
  /** Whether each thing of it is shown by one of them alone; what is there no more is not. */
  readonly isAll: boolean;
}

/** What answers were let through by. */
export interface LetThroughQueries {
  /** For each part of an answer, by which of the groups it was let through. */
  letThrough(parts: readonly ShownThen[], authority: string, grounds: readonly Ground[]): Promise<LetThrough[]>;
}

/** Where the read models lie. */
export interface LetThroughOptions {
  readonly pool: Pool;
  /** By which it is asked of what was shown of now; left out: `pool`. */
  readonly answerPool?: Pool;
  readonly clock?: () => Date;
}

/**
 * Judges what was shown one privilege group at a time: all that was of now by one statement, as `judgedObject` judges each by
 * itself, and by one more what was of other moments, each at its own. A party that a party event founded is shown by every
 * group. At another moment one that was not is judged by the objects that were shown with it.
 */
export function createLetThrough({
  pool,
  answerPool = pool,
  clock = () => new Date(),
}: LetThroughOptions): LetThroughQueries {
  const read = pastReader(pool);
  return {
    async letThrough(parts, authority, grounds) {
      const judging = { authority, grounds, now: instantFromDate(clock()) };
      const ofNow = parts.filter(({ moment }) => isNow(moment));
      const ofPast = parts.filter(({ moment }) => !isNow(moment));
      const seenNow = ofNow.length === 0 ? undefined : await seenByGroups(answerPool, judging, allOf(ofNow));
      const seenThen = ofPast.length === 0 ? undefined : await seersThen(ofPast, judging, read);
      return parts.map((part) => {
        const seersOf = seenThen?.get(part) ?? seenNow;
        const seers = [...part.parties, ...part.objects].map((id) => seersOf?.get(id) ?? []);
        return { groups: new Set(seers.flat()), isAll: seers.every((each) => each.length > 0) };
      });
    },
  };
}

const allOf = (parts: readonly AskedIds[]): AskedIds => ({
  parties: [...new Set(parts.flatMap(({ parties }) => parties))].filter(isUuid),
  objects: [...new Set(parts.flatMap(({ objects }) => objects))].filter(isUuid),
});

async function seersThen(
  parts: readonly ShownThen[],
  { authority, grounds, now }: Judging,
  read: PastReader,
): Promise<ReadonlyMap<ShownThen, SeersById>> {
  const { parties, objects } = allOf(parts);
  const units = isBoundToUnits(grounds);
  const nothing = { parties: [], cases: [], relations: false, names: null };
  const material = await read(
    { ...nothing, alsoParties: parties, others: objects, objects: true, units },
    { authority },
  );
  return new Map(
    parts.map((part) => {
      const worlds = grounds.map((ground) => pastWorld(contextFor(authority, [ground], now), part.moment, material));
      const seersOf = (id: string): number[] => {
        const judged = judgingOf(id, material);
        return judged === undefined ? [] : worlds.flatMap((world, place) => (judged.isSeen(world, id) ? [place] : []));
      };
      return [part, new Map([...part.parties, ...part.objects].map((id) => [id, seersOf(id)]))];
    }),
  );
}
