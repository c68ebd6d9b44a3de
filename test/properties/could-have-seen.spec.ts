import fc from 'fast-check';
import { groundOf, type PrivilegeGroup } from '#access';
import type { Instant } from '#contracts';
import type { View } from '../support/asking.js';
import { drawn, runs, seed } from '../support/chance.js';
import { aThird } from './looking.js';
import { MEMORY_NOW, publishInMemory, type MemoryHouse } from './publishing.js';
import { COMPANY_NAMES, MOMENTS, PERSON_NAMES, source, SUBJECTS, type Name } from './vocabulary.js';
import { instant } from './twin/calendar.js';
import { openToday } from './twin/eye.js';
import { identifierNode, subjectNode, type Fact } from './twin.js';
import { worldsOf } from './worlds.js';

/** Before the first event is recorded. */
const BEGINNING = '2025-12-31T00:00:00.000000Z';
const asker = { sub: 'bo', unit: null };
const group = (kle: string, sensitivity: 0 | 1 | 2 | 3): Omit<PrivilegeGroup, 'authority'> => ({
  role: 'caseworker',
  kle: [kle],
  sensitivity,
  units: null,
  sources: null,
  viewClasses: [],
  grounds: [`KLE=${kle}`, `foelsomhed=${sensitivity}`],
});
const GROUPS = [group('*', 3), group('*', 1), group('32', 3), group('27', 3), group('32.18', 2)];
const LISTS = { cases: 'CASE', documents: 'DOCUMENT', journalNotes: 'JOURNAL_NOTE', grants: 'GRANT' } as const;

/** What a view shows, as `<kind> <id>`. */
function shownBy(view: View | null): string[] {
  if (view === null) return [];
  const listed = Object.entries(LISTS).flatMap(([list, kind]) =>
    (view[list] as { nodes: { id: string }[] }).nodes.map(({ id }) => `${kind} ${id}`),
  );
  return [`PARTY ${view['id'] as string}`, ...listed].sort();
}

type Key = Name & { readonly source: string };
const NUMBERS: readonly Key[] = [...PERSON_NAMES, ...COMPANY_NAMES].flatMap((name) =>
  [0, 1, 2, 3].map((index) => ({ ...name, source: source(index) })),
);

/** By what the party that the key means today is called, each as it can be asked for at any time. */
function callingsOf(key: Key, facts: readonly Fact[], house: MemoryHouse): object[] {
  const group = openToday(facts, MEMORY_NOW).identity.groupOf(identifierNode(key, key.source));
  return [
    ...NUMBERS.filter((each) => group.has(identifierNode(each, each.source))).map(keyOf),
    ...SUBJECTS.filter(({ source: of, id }) => group.has(subjectNode(of, id))).map(({ source: of, id }) => ({
      id: house.idOfSubject(of, id),
    })),
  ];
}

/*
 * The twin is the product itself as it was: at each moment it is given what had been recorded by then, a clock of then and the
 * rights of then, and asked for the party by everything that is known of it now. Whatever it shows, the user could have seen,
 * and nothing else.
 */
it(
  `what a user could have seen is what the view would have shown him at each moment (${runs} worlds, seed ${seed})`,
  async () => {
    const counted = { moments: 0, shown: 0, empty: 0, changed: 0, late: 0 };
    const groups = fc.subarray(GROUPS, { maxLength: 2 });
    const world = worldsOf({ isUnmerging: true }).map((one) => ({
      ...one,
      // What was purged is forgotten on every axis, so nobody can tell any more who could have seen it.
      events: one.events.filter(({ type }) => !type.includes('.purged.')),
    }));
    await fc.assert(
      fc.asyncProperty(
        world,
        groups,
        groups,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (one, early, late, share) => {
          const { authority, facts, house } = await publishInMemory(one, one.arrivals[0]);
          const recorded = [...new Set(facts.map(({ recordedAt }) => recordedAt))].sort();
          const turn = recorded[Math.floor(share * recorded.length)] ?? BEGINNING;
          const held = [
            { from: BEGINNING, to: turn, groups: early.map((each) => ({ ...each, authority })) },
            { from: turn, to: null, groups: late.map((each) => ({ ...each, authority })) },
          ];
          const rights = await house.rights();
          const stretches = held.map(({ groups: of, ...period }) => ({
            ...period,
            groups: of.map((each) => ({ ground: groundOf(each, asker), grounds: each.grounds })),
          }));
          const asked: Instant[] = [
            ...recorded,
            ...MOMENTS.map(instant).filter((at) => at > BEGINNING && at < MEMORY_NOW),
          ];
          const keys = aThird(one.asOf)(0);
          const callings = keys.map((key) => callingsOf(key, facts, house));
          const open = await Promise.all(
            keys.map((key) =>
              rights.openThroughTime(keyOf(key), authority, { from: BEGINNING, to: MEMORY_NOW }, stretches),
            ),
          );
          for (const at of asked) {
            const then = await house.askedAt(at);
            const his = held.find(({ from, to }) => from <= at && (to === null || at < to))?.groups ?? [];
            for (const [index, key] of keys.entries()) {
              const { type, value } = key;
              const shownTo = async (calling: object): Promise<string[]> =>
                his.length === 0 ? [] : shownBy(await then.party(calling, { authority, groups: his, asker }));
              const [own = [], ...others] = await Promise.all([keyOf(key), ...(callings[index] ?? [])].map(shownTo));
              const shown = [...new Set([own, ...others].flat())].sort();
              const could = (open[index] ?? []).filter(({ from, to }) => from <= at && at < to);
              const told = could.map(({ kind, objectId }) => `${kind} ${objectId}`).sort();
              expect({ at, type, value, told }).toEqual({ at, type, value, told: shown });
              counted.moments++;
              counted.shown += told.length;
              counted.empty += Number(told.length === 0);
              counted.late += Number(own.length === 0 && told.length > 0);
              counted.changed += Number((open[index] ?? []).length > could.length);
            }
          }
        },
      ),
      drawn(20),
    );
    console.log(counted);
    // Worlds in which nothing is shown, or nothing hidden, or nothing ever changes, would hold for any answer.
    expect(counted.shown).toBeGreaterThan(counted.moments / 5);
    expect(counted.empty).toBeGreaterThan(counted.moments / 20);
    expect(counted.changed).toBeGreaterThan(counted.moments / 20);
    // Asked by a number that finds nobody as yet.
    expect(counted.late).toBeGreaterThan(counted.moments / 100);
  },
  120_000 + runs * 20_000,
);

function keyOf({ type, value, source: of }: Key): object {
  return type === 'other' || type === 'replacement' ? { [type]: { source: of, value } } : { [type]: value };
}
