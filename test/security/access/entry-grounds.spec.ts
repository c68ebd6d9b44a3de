import pg from 'pg';
import type { Stores } from '#stores';
import { caller, startGraphqlServer, type Answer, type GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import { openHouse, type House } from '../../support/house.js';
import { createTeller } from '../../support/teller.js';
import { administrator, CPR, group, HERE, openCase, tellExplainedWorld, UNKNOWN } from './explained-world.js';

/* The entry of a view names the rights that let it through, and no others that the caller has. */

const SOURCE = 'urn:overblik:source:beta';
const uuid = (n: number): string => `00000000-0000-4000-8000-0000000073${String(n).padStart(2, '0')}`;
const [case27, removedCase, movedDocument, founded, purgedDocument] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)];
const [UNFOUNDED_CPR, FOUNDED_CPR] = ['0207611234', '0307611234'];
const by27 = group({ kle: ['27'] }, ['KLE=27.*', 'foelsomhed=vip']);
const by32 = group({ kle: ['32'] }, ['KLE=32.*', 'foelsomhed=sensitive']);
const auditing = group({ role: 'auditor', kle: null, sensitivity: null }, ['visningsklasse=boern']);
const callers = {
  two: caller('two', by27, by32),
  one: caller('one', by32),
  both: caller('both', by27, auditing),
  auditors: caller('auditors', auditing, { ...auditing, kle: ['27'], grounds: ['KLE=27'] }),
  double: { ...caller('double', by27, auditing), unit: 'U9' },
  all: caller('all', group({}, ['KLE=*'])),
  administrator: { ...administrator, groups: [...administrator.groups, by27, by32] },
};
const [KLE27, KLE32, AUDITOR] = [by27.grounds, by32.grounds, auditing.grounds];

const caseOf = (cpr: string, kle: string): object => ({
  caseNumber: `G-${kle}-${cpr}`,
  title: 'Sag om grunde',
  kle,
  sensitivity: 'sensitive',
  openedOn: '2024-01-01',
  parties: [{ role: 'primary', party: { kind: 'person', identifier: { type: 'cpr', value: cpr } } }],
});

let house: House;
let server: GraphqlServer;
let isAway = false;

beforeAll(async () => {
  house = await openHouse();
  await tellExplainedWorld(house);
  const { tell } = createTeller(house, HERE, SOURCE);
  await tell('case.registered', case27, caseOf(UNFOUNDED_CPR, '27.18.04'));
  await tell('case.registered', removedCase, caseOf(CPR, '27.18.04'));
  await tell('case.removed', removedCase, { reason: 'Fejl' });
  const filed = { title: 'Brev', documentType: 'Brev', sensitivity: 'confidential', progress: 'final' };
  const on = (caseId: string): object => ({ ...filed, cases: [{ caseId, link: 'filed' }] });
  await tell('document.registered', movedDocument, on(openCase), { time: '2024-01-01T00:00:00Z' });
  await tell('document.attached', movedDocument, { caseId: case27 }, { time: '2024-06-01T00:00:00Z' });
  await tell('document.registered', purgedDocument, on(openCase));
  await tell('document.purged', purgedDocument, { basis: 'Frist' });
  await tell('party.registered', founded, {
    kind: 'person',
    name: 'Grundlagt Eksempel',
    identifiers: [{ type: 'cpr', value: FOUNDED_CPR }],
  });
  server = await startGraphqlServer({ stores: withFailing(house.stores), callers });
}, 120_000);
afterAll(async () => {
  await server.close();
  await house.close();
});

/** The stores, of which the rights of what was shown cannot be asked while `isAway`. */
function withFailing(stores: Stores): Stores {
  const { answerPool } = stores;
  const failing = (asked: { text: string }): unknown =>
    isAway && asked.text.includes('grounds held')
      ? Promise.reject(Object.assign(new Error('terminating connection'), { code: '57P01' }))
      : answerPool.query(asked);
  const pool = new Proxy(answerPool, {
    get: (target, name) => (name === 'query' ? failing : (Reflect.get(target, name) as unknown)),
  });
  return Object.create(stores, { answerPool: { value: pool } }) as Stores;
}

interface Entry {
  readonly roles: readonly string[];
  readonly rolesInEffect?: readonly string[];
  readonly grounds: readonly string[];
  readonly action: string;
}

/** The entry that the question leaves, and its answer. */
async function entryOf(token: keyof typeof callers, query: string): Promise<{ entry?: Entry; answer: Answer }> {
  const { accessLogStore } = house.stores;
  // Entries of what was seen of rights come in between.
  await server.ask('{ __typename }', { token });
  const before = await accessLogStore.head();
  const answer = await server.ask(query, { token });
  const { events } = await accessLogStore.readAll(before, 10);
  expect(events.length).toBeLessThanOrEqual(1);
  const [event] = events;
  return event === undefined ? { answer } : { answer, entry: JSON.parse(event.data.toString()) as Entry };
}

const caseView = (id: string): string => `case(id: "${id}") { id title }`;
const partyView = (cpr: string): string => `party(key: {cpr: "${cpr}"}) { id cases { edges { node { id } } } }`;

it.each<[string, keyof typeof callers, string, readonly (readonly string[])[]]>([
  ['a case of the one right', 'two', `{ ${caseView(openCase)} }`, [KLE32]],
  ['a case of the other', 'two', `{ ${caseView(case27)} }`, [KLE27]],
  ['both', 'two', `{ a: ${caseView(openCase)} b: ${caseView(case27)} }`, [KLE27, KLE32]],
  ['one and one in vain', 'two', `{ a: ${caseView(openCase)} b: ${caseView(UNKNOWN)} }`, [KLE32]],
  ['a page that shows cases of both', 'two', '{ searchCases(filter: {}) { edges { node { id } } } }', [KLE27, KLE32]],
  ['a page of one', 'two', '{ searchCases(filter: {kle: "27"}) { edges { node { id } } } }', [KLE27]],
  ['a count, which no object stands for', 'two', '{ searchCases(filter: {kle: "27"}) { totalCount } }', [KLE27, KLE32]],
  ['a party that only a case of one names', 'two', `{ ${partyView(UNFOUNDED_CPR)} }`, [KLE27]],
  ['a party that is there for everybody', 'two', `{ ${partyView(FOUNDED_CPR)} }`, [KLE27, KLE32]],
  ['why it may be seen', 'two', `{ explainAccess(objectId: "${openCase}") { role } }`, [KLE32]],
  ['a history', 'two', `{ caseHistory(caseId: "${case27}") { edges { node { type } } } }`, [KLE27]],
  ['what lay on a case of one right then', 'two', documentThen('2024-03-01'), [KLE32]],
  ['what lay on cases of both then', 'two', documentThen('2024-07-01'), [KLE27, KLE32]],
  ['a case that an auditor alone may see', 'both', `{ ${caseView(openCase)} }`, [AUDITOR]],
  ['a case that both may see', 'both', `{ ${caseView(case27)} }`, [KLE27, AUDITOR]],
  ['what is there no more', 'both', `{ caseHistory(caseId: "${removedCase}") { totalCount } }`, [AUDITOR]],
  ['what was purged', 'both', `{ objectHistory(objectId: "${purgedDocument}") { totalCount } }`, [AUDITOR]],
  ['sources, which every role opens', 'two', '{ sources { source } }', [KLE27, KLE32]],
  ['what one right alone may ask for', 'administrator', `{ whoCanSee(objectId: "${openCase}") { user } }`, [[]]],
  ['one right', 'all', `{ ${caseView(openCase)} }`, [['KLE=*']]],
])('names the rights that let through %s', async (_, token, query, expected) => {
  const { entry, answer } = await entryOf(token, query);
  expect([answer.body.errors, entry?.grounds]).toEqual([undefined, expected.flat()]);
});

/** A document in the view of its case, and nothing else of it. */
function documentThen(day: string): string {
  return `{ case(id: "${openCase}", asOf: "${day}T00:00:00Z") { documents { edges { node { id } } } } }`;
}

it.each<[string, keyof typeof callers, string, readonly string[]]>([
  ['the one that showed it', 'both', `{ ${caseView(openCase)} }`, ['auditor']],
  ['both, where both showed something', 'both', `{ ${caseView(case27)} }`, ['caseworker', 'auditor']],
  ['all in effect where nothing was shown', 'both', `{ ${caseView(UNKNOWN)} }`, ['caseworker', 'auditor']],
  [
    'the one that opens the field',
    'administrator',
    `{ whoCanSee(objectId: "${openCase}") { user } }`,
    ['accessAdministrator'],
  ],
])('names of the roles %s', async (_, token, query, roles) => {
  const { entry } = await entryOf(token, query);
  expect(entry?.roles).toEqual(roles);
  expect(entry?.rolesInEffect ?? entry?.roles).toEqual(callers[token].groups.map(({ role }) => role).filter(isFirst));
});
const isFirst = (role: string, place: number, all: readonly string[]): boolean => all.indexOf(role) === place;

it('looks up as a caseworker also where his right as an auditor let him', async () => {
  const { entry } = await entryOf('double', `{ ${partyView(CPR)} }`);
  expect(entry?.roles).toEqual(['auditor']);
  const asked = '{ misuseSignals(first: 200) { edges { node { kind user } } } }';
  const { misuseSignals } = (await server.ask(asked, { token: 'auditors' })).body.data as { misuseSignals: Signals };
  const his = misuseSignals.edges.filter(({ node }) => node.user === 'double');
  expect(his.map(({ node }) => node.kind)).toEqual(['NO_RELATION']);
});
interface Signals {
  readonly edges: readonly { readonly node: { readonly kind: string; readonly user: string } }[];
}

it('asks by which right in one statement, prepared once, and only where there are several', async () => {
  const view = `{ a: ${partyView(CPR)} b: ${caseView(openCase)} c: ${caseView(case27)} }`;
  const judging = async (token: string): Promise<unknown[]> => {
    // A statement is prepared at its second asking.
    for (const _ of [1, 2]) await server.ask(view, { token });
    return (await statementsOf(() => server.ask(view, { token }))).filter(({ text }) => text.includes('grounds held'));
  };
  expect(await judging('one')).toEqual([]);
  expect(await judging('two')).toEqual([{ text: expect.any(String), name: expect.stringMatching(/^[0-9a-f]{40}$/) }]);
});

/** What is sent to PostgreSQL meanwhile, by whomever in this process. */
async function statementsOf(action: () => Promise<unknown>): Promise<{ text: string; name: unknown }[]> {
  const { query } = pg.Client.prototype;
  const sent: { text: string; name: unknown }[] = [];
  pg.Client.prototype.query = function noted(this: pg.Client, ...given: unknown[]): unknown {
    const [asked] = given as [string | { text: string; name?: string }];
    sent.push(typeof asked === 'string' ? { text: asked, name: undefined } : { text: asked.text, name: asked.name });
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  try {
    await action();
    return sent;
  } finally {
    pg.Client.prototype.query = query;
  }
}

it('gives no answer where it cannot be told by which right', async () => {
  isAway = true;
  try {
    const { entry, answer } = await entryOf('two', `{ ${caseView(openCase)} }`);
    expect([entry, answer.status, answer.body.data ?? null]).toEqual([undefined, 503, null]);
    expect(answer.body.errors?.[0]?.extensions.code).toBe('SOURCE_UNAVAILABLE');
    expect((await entryOf('one', `{ ${caseView(openCase)} }`)).entry?.grounds).toEqual(KLE32);
  } finally {
    isAway = false;
  }
});
