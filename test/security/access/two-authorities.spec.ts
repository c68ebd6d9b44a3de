import { createHistory, type History } from '#case-history';
import type { CaseOrder, ListPlan, Page } from '#read-models/queries';
import { authorities } from '../../properties/authorities.js';
import { momentOf, openHouse, scopeOf, type House } from '../../support/house.js';
import { createTeller } from '../../support/teller.js';

/* Two authorities of which the same source tells the same ids and the same CPR number: neither meets the other anywhere. */

const SOURCE = 'urn:overblik:source:alfa';
const uuid = (n: number): string => `00000000-0000-4000-8000-0000000073${String(n).padStart(2, '0')}`;
const subject = uuid(1);
const cases = [uuid(2), uuid(3), uuid(4)];
const document = uuid(5);
const CPR = '0107611234';
const ref = { kind: 'person', identifier: { type: 'cpr', value: CPR } };
const nextAuthority = authorities(23_000_000);
const [here, there] = [nextAuthority(), nextAuthority()];
let house: House;
let history: History;

/** The same ids everywhere; the words are each authority's own. */
async function tellWorld(authority: string, word: string, openedOn: string): Promise<void> {
  const { tell } = createTeller(house, authority, SOURCE);
  await tell('party.registered', subject, {
    kind: 'person',
    name: `${word} Hansen`,
    identifiers: [{ type: 'cpr', value: CPR }],
  });
  for (const [n, id] of cases.entries())
    await tell('case.registered', id, {
      caseNumber: `${word}-${n}`,
      title: `${word} sag`,
      kle: '32.18.04',
      sensitivity: 'confidential',
      openedOn,
      parties: [{ role: 'primary', party: ref }],
    });
  await tell('document.registered', document, {
    title: `${word} brev`,
    documentType: 'Brev',
    sensitivity: 'confidential',
    progress: 'final',
    cases: cases.map((caseId) => ({ caseId, link: 'filed' })),
  });
}

beforeAll(async () => {
  house = await openHouse();
  const { pool, eventStore: store, vault } = house.stores;
  history = createHistory({ pool, store, vault, queries: house.queries });
  await tellWorld(here, 'Boligstotte', '2024-01-01');
  await tellWorld(there, 'Varmehjelp', '2024-02-01');
});
afterAll(() => house.close());

const NOW = momentOf({});
const PAST = momentOf({ asOf: '2080-01-01T00:00:00.000000Z' });
const scopeIn = (authority: string) => scopeOf({ authority });
const page = { first: 10, after: null };
const plan = { lists: [], freshness: true, relations: true, histories: true };
const casesPage = (first: number, after: string | null): ListPlan & { kind: 'cases' } => ({
  key: 'cases',
  kind: 'cases',
  filter: null,
  orderBy: 'NEWEST_OPENED' satisfies CaseOrder,
  first,
  after,
});

async function partyIn(authority: string, moment = NOW, list = casesPage(10, null)) {
  const lists = [list, { key: 'documents', kind: 'documents' as const, ...page }];
  const found = await house.queries.party({ cpr: CPR }, scopeIn(authority), moment, { ...plan, lists });
  if (found === null) throw new Error('the party is not there');
  return found;
}
const titles = ({ edges }: Page): unknown[] => edges.map(({ node }) => node['title'] ?? node['name']);

it.each([
  ['now', NOW],
  ['in the past', PAST],
])('are two parties, each with what its own authority was told, %s', async (_, moment) => {
  const [mine, theirs] = [await partyIn(here, moment), await partyIn(there, moment)];
  expect(mine.node.id).not.toBe(theirs.node.id);
  expect([mine.node['name'], theirs.node['name']]).toEqual(['Boligstotte Hansen', 'Varmehjelp Hansen']);
  for (const [found, word] of [
    [mine, 'Boligstotte'],
    [theirs, 'Varmehjelp'],
  ] as const) {
    expect(found.lists['cases']?.totalCount).toBe(3);
    expect(found.lists['documents']?.totalCount).toBe(1);
    expect(JSON.stringify(found).includes('Boligstotte')).toBe(word === 'Boligstotte');
    expect(JSON.stringify(found).includes('Varmehjelp')).toBe(word === 'Varmehjelp');
  }
});

it.each([
  ['now', NOW],
  ['in the past', PAST],
])('answer for no id of the other, %s', async (_, moment) => {
  const theirs = (await partyIn(there)).node.id;
  const { queries } = house;
  expect(await queries.party({ id: theirs }, scopeIn(here), moment, plan)).toBeNull();
  expect((await queries.partiesByIds([theirs], scopeIn(here), moment, plan)).size).toBe(0);
  const pages = await queries.listOf('party', [theirs], casesPage(10, null), scopeIn(here), moment);
  expect(pages.get(theirs)?.totalCount ?? 0).toBe(0);
  expect((await queries.case(cases[0] ?? '', scopeIn(here), moment, plan))?.node['title']).toBe('Boligstotte sag');
});

it('take a cursor of the other as a place in the own order, and nothing more', async () => {
  const theirs = (await partyIn(there, NOW, casesPage(1, null))).lists['cases'];
  const after = theirs?.pageInfo.endCursor ?? null;
  // Theirs were opened later: all of the own come after them.
  const mine = (await partyIn(here, NOW, casesPage(10, after))).lists['cases'];
  expect(mine && [mine.totalCount, titles(mine)]).toEqual([
    3,
    ['Boligstotte sag', 'Boligstotte sag', 'Boligstotte sag'],
  ]);
});

it('are found by their own words alone, spelt right or not', async () => {
  const { queries } = house;
  for (const [text, mine, theirs] of [
    ['varmehjelp', 0, 5],
    ['varmehjalp', 0, 5],
    ['boligstotte', 5, 0],
    ['boligstatte', 5, 0],
  ] as const) {
    expect((await queries.search(text, null, page, scopeIn(here))).totalCount).toBe(mine);
    expect((await queries.search(text, null, page, scopeIn(there))).totalCount).toBe(theirs);
    expect((await queries.searchParties(text, page, scopeIn(here))).totalCount).toBe(mine === 0 ? 0 : 1);
    expect((await queries.searchCases({ text }, null, page, scopeIn(here))).totalCount).toBe(mine === 0 ? 0 : 3);
  }
  expect(titles(await queries.searchParties(CPR, page, scopeIn(here)))).toEqual(['Boligstotte Hansen']);
});

it('have histories and sources of their own', async () => {
  const theirs = (await partyIn(there)).node.id;
  expect((await history.ofParty(theirs, null, page, scopeIn(here))).totalCount).toBe(0);
  const told = [
    await history.ofCase(cases[0] ?? '', null, page, scopeIn(here)),
    await history.ofObject(document, null, page, scopeIn(here)),
    await history.ofParty((await partyIn(here)).node.id, null, page, scopeIn(here)),
  ];
  expect(told.map(({ totalCount }) => totalCount)).toEqual([1, 1, 1]);
  expect(JSON.stringify(told)).not.toContain('Varmehjelp');
  expect((await house.queries.sources({ authority: here })).map(({ events }) => events)).toEqual([5]);
});
