import { createRightsTrail, openDenials } from '#access';
import { actTeller } from '#intake';
import { openHouse, type House } from '../../support/house.js';
import { caller, startGraphqlServer, type Answer, type GraphqlServer } from '../../scenarios/graphql/graphql-server.js';

import {
  administrator,
  classedCase,
  CPR,
  document,
  elsewhere,
  grant,
  group,
  HERE,
  note,
  openCase,
  payment,
  people,
  profileCase,
  service,
  tellExplainedWorld,
  theirs,
  unitCase,
  UNKNOWN,
} from './explained-world.js';

/* Why one may see, who can, why another cannot and who could have: held against what each caller is in fact shown. */

let house: House;
let server: GraphqlServer;
let party: string;

beforeAll(async () => {
  house = await openHouse();
  await tellExplainedWorld(house);
  server = await startGraphqlServer({
    stores: house.stores,
    callers: { ...people, administrator, theirs },
  });
  const { pool, accessLogStore: store, accessParts } = house.stores;
  const trail = createRightsTrail({ pool, store, seal: accessParts.seal });
  for (const each of [...Object.values(people), administrator, theirs]) await trail.saw(each);
  party = ((await data('auditor', `{party(key: {cpr: "${CPR}"}) {id}}`))['party'] as { id: string }).id;
}, 180_000);
afterAll(async () => {
  await server.close();
  await house.close();
});

async function ask(token: string, query: string): Promise<Answer['body']> {
  return (await server.ask(query, { token })).body;
}
async function data(token: string, query: string): Promise<Record<string, unknown>> {
  const { data: given, errors } = await ask(token, query);
  expect(errors).toBeUndefined();
  return given ?? {};
}

type Nodes = { edges: { node: { id: string } }[] };
const LISTS = ['cases', 'documents', 'journalNotes', 'grants', 'payments', 'services'] as const;

/** All that the caller's view of the party shows. */
async function shownTo(token: string): Promise<ReadonlySet<string>> {
  const lists = LISTS.map((list) => `${list}(first: 200) {edges {node {id}}}`).join(' ');
  const { party: view } = (await data(token, `{party(key: {id: "${party}"}) {id ${lists}}}`)) as {
    party: ({ id: string } & Record<(typeof LISTS)[number], Nodes>) | null;
  };
  if (view === null) return new Set();
  return new Set([view.id, ...LISTS.flatMap((list) => view[list].edges.map(({ node }) => node.id))]);
}

const objects = (): string[] => [
  ...[openCase, classedCase, profileCase, unitCase, document, note, grant, payment, service],
  party,
];
const viewers = Object.keys(people).filter((name) => name !== 'dpo' && name !== 'stranger');
interface Explained {
  readonly role: string;
  readonly grounds: string[];
  readonly groups: { readonly grounds: string[] }[];
}
const explain = async (token: string, id: string): Promise<Explained | null> =>
  (await data(token, `{explainAccess(objectId: "${id}") {role grounds groups {role grounds}}}`))[
    'explainAccess'
  ] as Explained | null;
const whoCanSee = async (id: string, token = 'administrator'): Promise<{ user: string }[]> =>
  (await data(token, `{whoCanSee(objectId: "${id}") {user userName unit grounds since groups {role grounds}}}`))[
    'whoCanSee'
  ] as { user: string }[];
const whyNot = async (id: string, user: string, token = 'administrator'): Promise<Refused | null> =>
  (
    await data(
      token,
      `{whyNot(objectId: "${id}", user: "${user}") {user since isDenied canSee groups {role grounds bar}}}`,
    )
  )['whyNot'] as Refused | null;
interface Refused {
  readonly since: string | null;
  readonly isDenied: boolean;
  readonly canSee: boolean;
  readonly groups: { readonly bar: string | null }[];
}

it('explains, tells who can and why not exactly as each caller’s own view shows', async () => {
  let [seen, hidden] = [0, 0];
  const shown = new Map<string, ReadonlySet<string>>();
  for (const name of viewers) shown.set(name, await shownTo(name));
  for (const id of objects()) {
    const holders = (await whoCanSee(id)).map(({ user }) => user);
    expect([id, holders]).toEqual([id, viewers.filter((name) => shown.get(name)?.has(id)).sort()]);
    for (const name of viewers) {
      const isShown = shown.get(name)?.has(id) ?? false;
      expect([name, id, (await explain(name, id)) !== null]).toEqual([name, id, isShown]);
      const refused = await whyNot(id, name);
      expect([name, id, refused?.canSee, refused?.groups.some(({ bar }) => bar === null)]).toEqual([
        name,
        id,
        isShown,
        isShown,
      ]);
      if (isShown) seen++;
      else hidden++;
    }
  }
  // Each side must have something to say.
  expect([seen > 20, hidden > 20]).toEqual([true, true]);
}, 120_000);

it('names the role and the constraints of the group that lets it through, and of no other', async () => {
  expect(await explain('two', openCase)).toEqual({
    role: 'caseworker',
    grounds: ['KLE=32.*'],
    groups: [{ role: 'caseworker', grounds: ['KLE=32.*'] }],
  });
  expect(await explain('auditor', openCase)).toMatchObject({ role: 'auditor', grounds: [] });
});

it.each([
  ['kle27', openCase, 'KLE'],
  ['low', openCase, 'SENSITIVITY'],
  ['other', openCase, 'SOURCE'],
  ['bound', openCase, 'UNIT'],
  ['all', classedCase, 'VIEW_CLASS'],
  ['all', profileCase, 'SECURITY_PROFILE'],
  ['dpo', openCase, 'ROLE'],
  ['all', document, 'VIEW_CLASS'],
  ['kle27', note, 'KLE'],
  ['two', service, 'KLE'],
])('tells an access administrator what keeps from %s the object %s: %s', async (user, id, bar) => {
  expect((await whyNot(id, user))?.groups.map((each) => each.bar)).toContain(bar);
});

it('says of a user who was never seen that nothing is known of him', async () => {
  expect(await whyNot(openCase, 'nobody-ever')).toEqual({
    user: 'nobody-ever',
    since: null,
    isDenied: false,
    canSee: false,
    groups: [],
  });
});

it('gives the same answer of an object of another authority as of one that is nowhere', async () => {
  for (const id of [elsewhere, UNKNOWN, 'no id at all']) {
    expect([id, await whoCanSee(id), await whyNot(id, 'all'), await explain('all', id)]).toEqual([id, [], null, null]);
  }
  // It is there for those of that authority, and ours is not.
  expect((await whoCanSee(elsewhere, 'theirs')).map(({ user }) => user)).toEqual(['stranger']);
  expect([await whoCanSee(openCase, 'theirs'), await whyNot(openCase, 'all', 'theirs')]).toEqual([[], null]);
  const [hidden, nowhere] = [await ask('kle27', explained(openCase)), await ask('kle27', explained(UNKNOWN))];
  expect(hidden.data).toEqual(nowhere.data);
});
const explained = (id: string): string => `{explainAccess(objectId: "${id}") {role}}`;

it('answers nobody else', async () => {
  const asked = {
    explainAccess: `{explainAccess(objectId: "${openCase}") {role}}`,
    whoCanSee: `{whoCanSee(objectId: "${openCase}") {user}}`,
    whyNot: `{whyNot(objectId: "${openCase}", user: "all") {canSee}}`,
    couldHaveSeen: couldHaveSeen('all'),
    deniedAccess: '{deniedAccess {id}}',
  };
  const allowed: Readonly<Record<string, readonly string[]>> = {
    explainAccess: ['all', 'auditor'],
    whoCanSee: ['administrator'],
    whyNot: ['administrator'],
    couldHaveSeen: ['auditor'],
    deniedAccess: ['administrator'],
  };
  for (const [name, query] of Object.entries(asked))
    for (const token of ['all', 'auditor', 'administrator', 'dpo', 'operator', 'citizen']) {
      const { errors } = await ask(token, query);
      const code = errors?.[0]?.extensions.code;
      expect([name, token, code]).toEqual([name, token, allowed[name]?.includes(token) ? undefined : 'FORBIDDEN']);
    }
});

const couldHaveSeen = (user: string, period = 'from: "2020-01-01T00:00:00Z", to: "2090-01-01T00:00:00Z"'): string =>
  `{couldHaveSeen(user: "${user}", party: {cpr: "${CPR}"}, ${period}) {kind objectId from to role grounds seen}}`;
interface Visible {
  readonly kind: string;
  readonly objectId: string;
  readonly from: string;
  readonly to: string;
  readonly grounds: string[];
  readonly seen: boolean;
}
const visible = async (user: string, period?: string): Promise<Visible[]> =>
  (await data('auditor', couldHaveSeen(user, period)))['couldHaveSeen'] as Visible[];

describe('what a user could have seen', () => {
  it('is what his view shows, since he was seen with those rights, and what he looked at is marked', async () => {
    const open = await visible('two');
    const expected = [openCase, unitCase, note, grant, party].sort();
    expect(open.map(({ objectId }) => objectId).sort()).toEqual(expected);
    expect(open.map(({ kind }) => kind).sort()).toEqual(['CASE', 'CASE', 'GRANT', 'JOURNAL_NOTE', 'PARTY']);
    const since = ((await whoCanSee(openCase)) as { user: string; since: string }[]).find(({ user }) => user === 'two');
    expect(new Set(open.map(({ from }) => from))).toEqual(new Set([since?.since]));
    // To come is nothing: nobody has seen it yet.
    for (const { to } of open) expect(Date.parse(to)).toBeLessThanOrEqual(Date.now());
  });

  it('is marked as seen where a view of that time named it', async () => {
    const since = new Date().toISOString();
    await data('named', `{case(id: "${openCase}") {title}}`);
    const open = await visible('named', `from: "${since}", to: "2090-01-01T00:00:00Z"`);
    expect(open.filter(({ seen }) => seen).map(({ objectId }) => objectId)).toEqual([openCase]);
    expect(open.length).toBeGreaterThan(5);
  });

  it('ends with the rights, and when he was denied', async () => {
    const user = caller('leaver', group({}, ['KLE=*']));
    const { pool, accessLogStore: store, accessParts, eventStore } = house.stores;
    const trail = createRightsTrail({ pool, store, seal: accessParts.seal, rememberMs: 1 });
    await trail.saw(user);
    await trail.saw(caller('leaver', group({ kle: ['27'] }, ['KLE=27.*'])));
    await trail.saw(user);
    const denials = openDenials({ pool, tell: actTeller(eventStore) });
    const request = { authority: HERE, claim: 'sub', value: 'leaver', reason: 'fratrådt', until: null } as const;
    const { deniedAt } = await denials.deny(request, 'adm');
    const stretches = (await visible('leaver')).filter(({ objectId }) => objectId === openCase);
    expect(stretches).toHaveLength(2);
    expect(stretches[1]?.to).toBe(deniedAt);
    expect(stretches[0]?.to !== undefined && stretches[0].to <= (stretches[1]?.from ?? '')).toBe(true);
  });

  it('is nothing of a party or user that nobody knows', async () => {
    expect(await visible('nobody-ever')).toEqual([]);
    const of = couldHaveSeen('all').replace(CPR, '0207611234');
    expect(await data('auditor', of)).toEqual({ couldHaveSeen: [] });
    expect(await visible('stranger')).toEqual([]);
  });

  it('refuses a period that ends before it begins', async () => {
    const backwards = couldHaveSeen('all', 'from: "2024-01-01T00:00:00Z", to: "2024-01-01T00:00:00Z"');
    expect((await ask('auditor', backwards)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

it('leaves an entry of each question, with the object or the key that was asked for in vain', async () => {
  const { accessLogStore } = house.stores;
  const before = await accessLogStore.head();
  await explain('all', openCase);
  await explain('kle27', openCase);
  await whoCanSee(grant);
  await whyNot(UNKNOWN, 'all');
  await visible('two');
  const { events } = await accessLogStore.readAll(before, 100);
  const entries = events.map(({ data: entry }) => JSON.parse(entry.toString()) as Record<string, unknown>);
  expect(entries.map(({ operation, action, objects: of, user }) => [operation, action, user, of])).toEqual([
    ['explainAccess', 'VIEW', 'all', [openCase]],
    ['explainAccess', 'DENIED', 'kle27', []],
    ['whoCanSee', 'VIEW', 'adm', [grant]],
    ['whyNot', 'DENIED', 'adm', []],
    ['couldHaveSeen', 'HISTORY', 'auditor', expect.arrayContaining([openCase, note, grant])],
  ]);
  expect(entries[4]?.['parties']).toEqual([party]);
});
