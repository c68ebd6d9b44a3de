import type { Ground } from '#access';
import { isUuid, type Instant } from '#contracts';
import { contextFor, judgingOf } from './judged-object.js';
import { oncePerId } from './once.js';
import type { PastReader } from './past-material.js';
import { isBoundToUnits } from './past-units.js';
import { pastWorld } from './past-world.js';
import type { Moment } from './question.js';

/** What one part of an answer showed, and of which moment. */
export interface ShownThen {
  readonly parties: Iterable<string>;
  /** Cases, documents, journal notes, grants, payments and services. */
  readonly objects: Iterable<string>;
  readonly moment: Moment;
}

/** By which privilege groups an answer was let through. */
export interface LetThrough {
  /** Those of the groups, by their place, that alone show something of it. */
  readonly groups: ReadonlySet<number>;
  /** The parts, by their place, with something that none of the groups alone shows (any more). */
  readonly untold: ReadonlySet<number>;
}

/**
 * Judges all that an answer showed, one privilege group at a time, as `judgedObject` does each by itself: by one statement, and
 * each part at its own moment. A party that a party event founded is shown by every group, and one such among what is shown now
 * decides it all.
 */
export async function letThrough(
  read: PastReader,
  shown: readonly ShownThen[],
  authority: string,
  grounds: readonly Ground[],
  now: Instant,
): Promise<LetThrough> {
  const all = (idsOf: (each: ShownThen) => Iterable<string>): string[] => [
    ...new Set(shown.flatMap((each) => [...idsOf(each)].filter(isUuid))),
  ];
  const parties = all((each) => each.parties);
  const isOfNow = shown.every(({ moment }) => moment.asOf === null && moment.asKnownAt === null);
  const material = await read(
    {
      parties,
      cases: [],
      alsoParties: [],
      others: all((each) => each.objects),
      objects: true,
      units: isBoundToUnits(grounds),
      relations: true,
      names: null,
      judging: { foundedAt: isOfNow ? now : null },
    },
    { authority },
  );
  const groups = new Set<number>();
  const untold = new Set<number>();
  for (const [place, { moment, ...ids }] of shown.entries()) {
    const worlds = grounds.map((ground) => pastWorld(contextFor(authority, [ground], now), moment, material));
    const seersOf = oncePerId((id: string): number[] => {
      const judging = judgingOf(id, material);
      return judging === undefined ? [] : worlds.flatMap((world, n) => (judging.isSeen(world, id) ? [n] : []));
    });
    const seers = [...new Set([...ids.parties, ...ids.objects])].map(seersOf);
    for (const each of seers.flat()) groups.add(each);
    if (seers.some((each) => each.length === 0)) untold.add(place);
  }
  return { groups, untold };
}
