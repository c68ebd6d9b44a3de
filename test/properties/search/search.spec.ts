import fc from 'fast-check';
import type { PrivilegeGroup } from '#access';
import { drawn } from '../../support/chance.js';
import { openHouse, scopeOf, type House } from '../../support/house.js';
import { authorities } from '../authorities.js';
import { twinFinds, type TwinHit } from './search-twin.js';
import { eventsOf, groups, NUMBERS, question, world } from './worlds.js';

const nextAuthority = authorities(40_000_000);
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

interface Hit {
  readonly kind: TwinHit['kind'];
  readonly objectId: string;
  readonly title: string;
  readonly snippet: string | null;
}

/** The whole list, page by page. */
async function allHits(
  authority: string,
  held: readonly PrivilegeGroup[],
  asked: { text: string; kinds: readonly TwinHit['kind'][] | null; first: number },
): Promise<Hit[]> {
  const scope = scopeOf({ authority, groups: held });
  const hits: Hit[] = [];
  let total: number | undefined;
  for (let after: string | null = null; ;) {
    const page = await house.queries.search(asked.text, asked.kinds, { first: asked.first, after }, scope);
    expect(page.totalCount).toBe((total ??= page.totalCount));
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    hits.push(...page.edges.map(({ node }) => node as unknown as Hit));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(hits).toHaveLength(total ?? 0);
  return hits;
}

/** Parties by their numbers: their ids depend on who was recorded first. Within a tie their order is that of those ids. */
async function partiesOf(authority: string): Promise<Map<string, string>> {
  const parties = new Map<string, string>();
  for (const cpr of NUMBERS) {
    const party = await house.party({ cpr }, { authority });
    if (party !== null) parties.set(party['id'] as string, cpr);
  }
  return parties;
}

const inOrder = (hits: readonly { kind: string; what: string }[]): string[] => {
  const told: string[] = [];
  let parties: string[] = [];
  for (const { kind, what } of [...hits, { kind: '', what: '' }]) {
    if (kind === 'PARTY') parties.push(`PARTY ${what}`);
    else {
      told.push(...parties.sort(), `${kind} ${what}`);
      parties = [];
    }
  }
  return told;
};

it('finds what a slow reading finds, in its order and number, for every caller, as if what he may not see were not there', async () => {
  const seen = { found: 0, hidden: 0, misspelt: 0 };
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(fc.tuple(groups, question), { minLength: 20, maxLength: 20 }),
      async (all, questions) => {
        const authority = nextAuthority();
        for (const { status, problem } of await house.publish(eventsOf(all, authority)))
          expect([status, problem]).toEqual(['accepted', undefined]);
        await house.settle();
        const parties = await partiesOf(authority);
        for (const [held, asked] of questions) {
          const mine = held.map((group) => ({ ...group, authority }));
          const expected = twinFinds(all, mine, asked.text, asked.kinds);
          const hits = await allHits(authority, mine, asked);
          const told = hits.map(({ kind, objectId }) => ({
            kind,
            what: kind === 'PARTY' ? (parties.get(objectId) ?? objectId) : objectId,
          }));
          expect([asked, inOrder(told)]).toEqual([asked, inOrder(expected)]);
          for (const { kind, snippet } of hits)
            if (snippet === null)
              expect([kind, NUMBERS.includes(asked.text.replace('-', ''))]).toEqual(['PARTY', true]);
            else expect(snippet).toMatch(/<mark>.+<\/mark>/s);
          seen.found += expected.length;
          seen.misspelt += expected.filter(({ score }) => score < 4).length;
          const everything = [
            { ...mine[0], kle: ['*'], sensitivity: 3, units: null, sources: null },
          ] as PrivilegeGroup[];
          seen.hidden += twinFinds(all, everything, asked.text, asked.kinds).length - expected.length;
        }
      },
    ),
    drawn(40),
  );
  // Searches that never find, or callers who see everything, would agree with anything.
  expect(seen.found).toBeGreaterThan(100);
  expect(seen.hidden).toBeGreaterThan(40);
  expect(seen.misspelt).toBeGreaterThan(20);
}, 240_000);

describe('the words near one that is asked for', () => {
  it('are found by their parts exactly where they are at most so many edits away', async () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), minLength: 1, maxLength: 9 });
    const authority = nextAuthority();
    const scope = scopeOf({ authority });
    const titles = fc.sample(letters, { numRuns: 400, seed: 5 });
    await house.publish(
      titles.map((title, n) => ({
        specversion: '1.0',
        id: `w${n}`,
        source: 'urn:overblik:source:alfa',
        type: 'dk.overblik.document.registered.v1',
        subject: `document/00000000-0000-4000-8000-0000000${10_000 + n}`,
        time: '2024-01-01T00:00:00Z',
        authority,
        data: { title, documentType: 'Brev', sensitivity: 'confidential', progress: 'final', cases: [] },
      })),
    );
    await house.settle();
    const documents = {
      units: [],
      people: [],
      cases: [],
      notes: [],
      documents: titles.map((title) => ({ title, number: null, sensitivity: 1, source: 0, cases: [], state: 'there' })),
    };
    for (const asked of fc.sample(letters, { numRuns: 150, seed: 6 })) {
      const expected = twinFinds(
        documents as unknown as Parameters<typeof twinFinds>[0],
        [{ sensitivity: 3, sources: null } as PrivilegeGroup],
        asked,
        null,
      );
      const page = await house.queries.search(asked, ['DOCUMENT'], { first: 200, after: null }, scope);
      expect([asked, page.totalCount]).toEqual([asked, expected.length]);
    }
  }, 60_000);
});
