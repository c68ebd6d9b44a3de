import type { PrivilegeGroup } from '#access';
import { listsOf, OF_CASES, OF_PARTIES } from './answers.js';
import { openPlace, type Place } from './place.js';
import { FOUND_BY, type Municipality } from './plain-world.js';
import { inEveryWorld, numbersFor, publish } from './published.js';

/* The entry of a view against what `explainAccess` says of each object that it names, for callers of several rights. */

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

interface Entry {
  readonly action: string;
  readonly parties: readonly string[];
  readonly objects: readonly string[];
  readonly grounds: readonly string[];
}

/** What a front end asks of people and cases, and searches. */
const viewsOf = ({ people, cases }: Municipality): string[] => [
  ...people.map(
    ({ cpr }) => `{ party(key: {cpr: "${cpr}"}) { id relations { party { id } } ${listsOf(OF_PARTIES)} } }`,
  ),
  ...cases.map(({ id }) => `{ case(id: "${id}") { id } }`),
  ...cases.map(({ id }) => `{ case(id: "${id}") { title parties { party { id } } ${listsOf(OF_CASES)} } }`),
  `{ search(text: "${FOUND_BY}", first: 3) { edges { node { objectId } } } }`,
  '{ searchCases(filter: {kle: "27"}, first: 3) { edges { node { id } } } }',
];

const AT_ONCE = 10;
const groundsIn = (groups: Iterable<{ readonly grounds: readonly string[] }>): string[] =>
  [...new Set([...groups].flatMap(({ grounds }) => grounds))].sort();

it('the entry of a view names the rights by which each of its objects may be seen, and no others', async () => {
  const counted = { views: 0, ofParties: 0, callers: 0, narrower: 0 };
  await inEveryWorld({ worlds: 1, callers: 34, cases: 12 }, async ({ municipalities, callers }) => {
    const numbers = numbersFor(municipalities);
    const [here] = municipalities;
    const authority = numbers[here.letter] ?? '';
    await publish(place.house, here, authority);
    for (const caller of callers) {
      const token = await place.tokens.tokenOf(caller, numbers);
      const judged = await place.tokens.verifier.verify(token);
      const groups = judged.kind === 'caller' ? judged.groups.filter((group) => isShowing(group, authority)) : [];
      if (groups.length < 2) continue;
      counted.callers++;
      const ask = (query: string) => place.server.ask(query, { token, headers: { 'x-authority': authority } });
      const explained = new Map<string, readonly string[]>();
      const explain = async (ids: readonly string[]): Promise<void> => {
        const asked = ids.filter((id) => !explained.has(id)).slice(0, AT_ONCE);
        if (asked.length === 0) return;
        const fields = asked.map((id, n) => `e${n}: explainAccess(objectId: "${id}") { groups { grounds } }`);
        const { data } = (await ask(`{ ${fields.join(' ')} }`)).body;
        for (const [n, id] of asked.entries())
          explained.set(id, groundsIn((data?.[`e${n}`] as { groups: PrivilegeGroup[] } | null)?.groups ?? []));
        await explain(ids);
      };
      for (const query of viewsOf(here)) {
        const entry = await entryOf(() => ask(query));
        if (entry.action === 'DENIED') continue;
        const shown = [...entry.parties, ...entry.objects];
        await explain(shown);
        const through = groundsIn(shown.map((id) => ({ grounds: explained.get(id) ?? [] })));
        const { user, unit } = caller;
        expect({ query, user, unit, grounds: [...entry.grounds].sort() }).toEqual({
          query,
          user,
          unit,
          grounds: through,
        });
        counted.views++;
        counted.ofParties += Number(query.startsWith('{ party'));
        counted.narrower += Number(through.length < groundsIn(groups).length);
      }
    }
  });
  console.log(counted);
  expect(counted.views).toBeGreaterThan(250);
  expect(counted.ofParties).toBeGreaterThan(100);
  // Where every right shows something of every view, the entry might as well name them all.
  expect(counted.narrower).toBeGreaterThan(counted.views / 10);
}, 600_000);

const isShowing = ({ role, authority }: PrivilegeGroup, here: string): boolean =>
  authority === here && (role === 'caseworker' || role === 'auditor');

/** The entry that the question leaves; those of rights seen lie beside it. */
async function entryOf(action: () => Promise<unknown>): Promise<Entry> {
  const { accessLogStore } = place.house.stores;
  const before = await accessLogStore.head();
  await action();
  const { events } = await accessLogStore.readAll(before, 10);
  const entries = events.map(({ data }) => JSON.parse(data.toString()) as Entry).filter(({ action: of }) => of);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) throw new Error(`${entries.length} entries`);
  return entry;
}
