import type { PrivilegeGroup } from '#access';
import { authorities } from '../../properties/authorities.js';
import { auditorOf, openHouse, scopeOf, type House } from '../../support/house.js';
import { createTeller, type Teller } from '../../support/teller.js';

/* No party event names the person: the caseworker, who sees 32, is told what the objects call him that he sees. */

const SEEN = '00000000-0000-4000-8000-000000007301';
const HIDDEN = '00000000-0000-4000-8000-000000007302';
const MOVED = '00000000-0000-4000-8000-000000007303';
const CPR = '6101800001';
const NOW = { asOf: null, asKnownAt: null };
const PAST = { asOf: '2024-06-01T00:00:00.000000Z', asKnownAt: null };
const nextAuthority = authorities(24_000_000);
let house: House;
let teller: Teller;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  teller = createTeller(house, nextAuthority(), 'urn:overblik:source:alfa');
  await teller.tell('case.registered', SEEN, caseNaming('32.18.04', 'Karla Eksempel'));
  // Registered later, so it is the stronger word.
  await teller.tell('case.registered', HIDDEN, caseNaming('27.18.04', 'Vilhelmine Fiktiv'));
});
afterAll(() => house.close());

const caseNaming = (kle: string, name: string): object => ({
  caseNumber: 'S-1',
  title: 'Sag',
  kle,
  sensitivity: 'confidential',
  openedOn: '2024-01-01',
  parties: [{ party: { kind: 'person', identifier: { type: 'cpr', value: CPR }, name }, role: 'primary' }],
});
const scope = (role: PrivilegeGroup['role'], kle: readonly string[]) =>
  scopeOf({ authority: teller.authority, groups: [{ ...auditorOf(teller.authority), role, kle }] });
const caseworker = () => scope('caseworker', ['32']);
const auditor = () => scope('auditor', ['*']);
const plan = { lists: [], relations: false, freshness: false, histories: false };
const page = { first: 10, after: null };

it.each([
  ['now', NOW],
  ['in the past', PAST],
])('calls the party %s what an object calls it that the caller sees', async (_when, moment) => {
  const nameFor = async (who: ReturnType<typeof scope>): Promise<unknown> => {
    const found = await house.queries.party({ cpr: CPR }, who, moment, plan);
    const id = String(found?.node['id']);
    const referred = await house.queries.partiesByIds([id], who, moment, plan);
    expect(referred.get(id)?.['name']).toBe(found?.node['name']);
    return found?.node['name'];
  };
  expect(await nameFor(caseworker())).toBe('Karla Eksempel');
  expect(await nameFor(auditor())).toBe('Vilhelmine Fiktiv');
});

it('calls the party in the past what the weaker of two mentions tells, where the stronger was hidden then', async () => {
  await teller.tell('case.registered', MOVED, caseNaming('27.18.04', 'Karla Eksempel'));
  await teller.tell('case.reclassified', MOVED, { kle: '32.18.04' }, { effectivefrom: '2024-07-01T00:00:00Z' });
  const id = String((await house.queries.party({ cpr: CPR }, caseworker(), NOW, plan))?.node['id']);
  const referred = await house.queries.partiesByIds([id], caseworker(), PAST, plan);
  expect(referred.get(id)?.['name']).toBe('Karla Eksempel');
});

it('finds nobody and no case by the name that only a hidden object tells', async () => {
  const totals = async (text: string, who: ReturnType<typeof scope>): Promise<number[]> => [
    (await house.queries.searchParties(text, page, who)).totalCount,
    (await house.queries.search(text, null, page, who)).totalCount,
    (await house.queries.searchCases({ text }, null, page, who)).totalCount,
  ];
  expect(await totals('Vilhelmine', caseworker())).toEqual([0, 0, 0]);
  expect(await totals('Karla', caseworker())).toEqual([1, 2, 1]);
  expect(await totals('Vilhelmine', auditor())).toEqual([1, 3, 2]);
});
