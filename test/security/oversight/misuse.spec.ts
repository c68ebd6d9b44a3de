import { randomUUID } from 'node:crypto';
import type { Caller, PrivilegeGroup } from '#access';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import { backTest, tellSignals } from '#oversight';
import { partyKeyNodeIds } from '#personal-data';
import { caller, startGraphqlServer, type GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import { openHouse, type House } from '../../support/house.js';
import { createTeller, type Teller } from '../../support/teller.js';

const authority = '29189846';
const source = 'urn:overblik:source:familie';
const numbers = {
  bo: '0101800001',
  spouse: '0201800002',
  child: '0301100003',
  lodger: '0401900004',
  colleague: '0501700005',
  vip: '0601600006',
  known: '0701750007',
  stranger: '0801850008',
} as const;
type Person = keyof typeof numbers;
const idOf = (index: number): string => `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`;
const people = Object.keys(numbers) as Person[];
const ref = (person: Person): object => ({ kind: 'person', identifier: { type: 'cpr', value: numbers[person] } });

const group = (role: PrivilegeGroup['role']): PrivilegeGroup => ({
  role,
  authority,
  kle: null,
  sensitivity: 3,
  units: null,
  sources: null,
  viewClasses: [],
  grounds: [],
});

interface Signal {
  readonly id: string;
  readonly kind: string;
  readonly user: string;
  readonly party: string | null;
  readonly accessEntries: string[];
  readonly message: string;
}

describe('signals of misuse', () => {
  let house: House;
  let server: GraphqlServer;
  let teller: Teller;

  beforeAll(async () => {
    house = await openHouse();
    teller = createTeller(house, authority, source);
    for (const [index, person] of people.entries())
      await teller.tell('party.registered', idOf(index), {
        kind: 'person',
        identifiers: [{ type: 'cpr', value: numbers[person] }],
        name: 'Samme Navn',
      });
    const relate = (kind: string, party: Person): Promise<number> =>
      teller.tell('party.relation-started', idOf(0), { kind, party: ref(party) });
    await relate('spouse', 'spouse');
    await relate('child', 'child');
    await relate('household', 'lodger');
    await relate('household', 'spouse');
    const openCase = (index: number, person: Person, more: object): Promise<number> =>
      teller.tell('case.registered', idOf(index), {
        caseNumber: `S-${index}`,
        title: 'En sag',
        kle: '32.18.04',
        sensitivity: 'sensitive',
        openedOn: '2024-01-01',
        parties: [{ role: 'primary', party: ref(person) }],
        ...more,
      });
    await teller.tell('unit.registered', 'bbbbbbbb-0000-4000-8000-000000000001', { name: 'Ydelse' });
    await teller.tell('unit.registered', 'bbbbbbbb-0000-4000-8000-000000000002', {
      name: 'Ydelse Nord',
      parentUnitId: 'bbbbbbbb-0000-4000-8000-000000000001',
    });
    const north = { kind: 'unit', id: 'bbbbbbbb-0000-4000-8000-000000000002' };
    await openCase(101, 'known', { responsibleUnit: north });
    await openCase(102, 'vip', { responsibleUnit: north, sensitivity: 'vip' });
    await openCase(103, 'stranger', { responsibleUnit: { kind: 'unit', id: 'another' } });
    await openCase(104, 'bo', { responsibleUnit: { kind: 'unit', id: 'another' } });
    await openCase(105, 'bo', { responsibleUnit: { kind: 'unit', id: 'another' } });
    const nodesOf = (person: Person): readonly string[] =>
      partyKeyNodeIds({ cpr: numbers[person] }, house.stores.vault.authority(authority));
    const worker = (sub: string, person?: Person): Caller => ({
      ...caller(sub, group('caseworker')),
      unit: 'bbbbbbbb-0000-4000-8000-000000000001',
      ...(person !== undefined && { ownNodes: new Map([[authority, nodesOf(person)]]) }),
    });
    server = await startGraphqlServer({
      stores: house.stores,
      callers: {
        bo: worker('bo', 'bo'),
        kim: worker('kim', 'colleague'),
        eager: worker('eager'),
        busy: worker('busy'),
        sly: worker('sly'),
        ida: caller('ida', group('auditor')),
      },
    });
  }, 120_000);

  afterAll(async () => {
    await server.close();
    await house.close();
  });

  const lookUp = async (token: string, person: Person): Promise<string> => {
    const { body } = await server.ask('query($cpr: String!) { party(key: { cpr: $cpr }) { id } }', {
      token,
      variables: { cpr: numbers[person] },
    });
    return (body.data as { party: { id: string } }).party.id;
  };
  const signals = async (user: string, kinds?: string[]): Promise<Signal[]> => {
    const { body } = await server.ask(
      `query($kinds: [MisuseKind!]) { misuseSignals(kinds: $kinds, first: 200) {
         totalCount edges { node { id kind user party accessEntries message } } } }`,
      { token: 'ida', variables: { kinds } },
    );
    const { edges } = (body.data as { misuseSignals: { edges: { node: Signal }[] } }).misuseSignals;
    return edges.map(({ node }) => node).filter((signal) => signal.user === user);
  };
  const kindsOf = async (user: string, party: string): Promise<string[]> =>
    (await signals(user))
      .filter((signal) => signal.party === party)
      .map(({ kind }) => kind)
      .sort();

  it.each<[Person, string[]]>([
    ['bo', ['NO_RELATION', 'OWN_RECORD']],
    ['spouse', ['FAMILY', 'HOUSEHOLD', 'NO_RELATION']],
    ['child', ['FAMILY', 'NO_RELATION']],
    ['lodger', ['HOUSEHOLD', 'NO_RELATION']],
    ['vip', ['VIP']],
    ['known', []],
    ['stranger', ['NO_RELATION']],
  ])('a look-up of %s by Bo gives %j, though all have one name', async (person, kinds) => {
    await expect(kindsOf('bo', await lookUp('bo', person))).resolves.toEqual(kinds);
  });

  it('a colleague is a party whose number came in a token of another caseworker', async () => {
    const before = await lookUp('bo', 'colleague');
    await expect(kindsOf('bo', before)).resolves.toEqual(['NO_RELATION']);
    await lookUp('kim', 'known');
    await lookUp('bo', 'colleague');
    await expect(kindsOf('bo', before)).resolves.toEqual(['COLLEAGUE', 'NO_RELATION']);
    await lookUp('kim', 'colleague');
    await expect(kindsOf('kim', before)).resolves.toEqual(['NO_RELATION', 'OWN_RECORD']);
  });

  it('a look-up by the case, the history, or words that find one party only, is one too', async () => {
    const { body } = await server.ask(`{ case(id: "${idOf(102)}") { id } }`, { token: 'eager' });
    expect(body.errors).toBeUndefined();
    const [signal] = await signals('eager', ['VIP']);
    expect(signal?.accessEntries).toHaveLength(1);
    const history = await server.ask(`{ partyHistory(partyId: "${signal?.party ?? ''}") { totalCount } }`, {
      token: 'eager',
    });
    expect(history.body.errors).toBeUndefined();
    await server.ask(`{ searchParties(text: "${numbers.vip}") { edges { node { id } } } }`, { token: 'eager' });
    const [after, ...others] = await signals('eager', ['VIP']);
    expect(others).toEqual([]);
    expect(after?.id).toBe(signal?.id);
    expect(after?.accessEntries).toHaveLength(3);
  });

  it.each<[string, string]>([
    ['for objects that finds him only', `search(text: "${numbers.vip}", kinds: [PARTY]) { totalCount }`],
    ['for objects that finds his case only', `search(text: "S-102", kinds: [CASE]) { totalCount }`],
    ['for cases that finds one only', `searchCases(filter: { caseNumber: "S-102" }) { totalCount }`],
    ['for the cases of a party', `searchCases(filter: { party: { cpr: "${numbers.vip}" } }) { totalCount }`],
  ])('a search %s is a look-up', async (_, question) => {
    const before = (await signals('sly', ['VIP'])).flatMap(({ accessEntries }) => accessEntries).length;
    const { body } = await server.ask(`{ ${question} }`, { token: 'sly' });
    expect(Object.values(body.data as object)).toEqual([{ totalCount: 1 }]);
    const [after, ...others] = await signals('sly', ['VIP']);
    expect(others).toEqual([]);
    expect(after?.accessEntries).toHaveLength(before + 1);
  });

  it('a search for the cases of a party is a look-up of him, however many they are', async () => {
    await server.ask(`{ searchCases(filter: { party: { cpr: "${numbers.bo}" } }) { totalCount } }`, { token: 'bo' });
    expect((await signals('bo', ['OWN_RECORD'])).flatMap(({ accessEntries }) => accessEntries)).toHaveLength(2);
  });

  it('who is only named in an answer, or is one of many hits, was not looked up', async () => {
    await server.ask(
      `{ party(key: { cpr: "${numbers.spouse}" }) { relations { party { id name } } } searchParties(text: "Samme Navn") { totalCount } }`,
      { token: 'bo' },
    );
    const own = (await signals('bo', ['OWN_RECORD'])).flatMap(({ accessEntries }) => accessEntries);
    expect(own).toHaveLength(2);
  });

  it('repeated and bulk look-ups count within the period that the authority has set', async () => {
    const set = (key: string, value: string): Promise<unknown> =>
      house.stores.eventStore.append(
        operationEvent(
          'operation.setting-changed',
          authority,
          { actId: randomUUID(), key, value, by: 'test' },
          instantFromDate(new Date()),
        ),
      );
    await set('misuseRepeated', '4/P1D');
    await set('misuseBulk', '3/PT1H');
    await house.settle();
    const party = await lookUp('busy', 'known');
    await lookUp('busy', 'known');
    await lookUp('busy', 'known');
    await lookUp('busy', 'stranger');
    await expect(signals('busy', ['REPEATED', 'BULK'])).resolves.toEqual([]);
    await lookUp('busy', 'known');
    const [repeated, ...more] = await signals('busy', ['REPEATED', 'BULK']);
    expect([repeated?.kind, repeated?.party, repeated?.accessEntries.length]).toEqual(['REPEATED', party, 4]);
    expect(more).toEqual([]);
    await lookUp('busy', 'vip');
    const [bulk] = await signals('busy', ['BULK']);
    expect([bulk?.kind, bulk?.party, bulk?.accessEntries.length]).toEqual(['BULK', null, 6]);
    expect(bulk?.message).toMatch(/mange forskellige parter/);
  });

  it('a back-test finds what was signalled, and what other limits would have found', async () => {
    const { pool, accessLogStore } = house.stores;
    const asIs = await backTest(pool, accessLogStore, { authority, from: null, to: null });
    // The authority lowered its limits after two had been busy: only the back-test sees that.
    expect(asIs.filter(({ found, signalled }) => found !== signalled)).toEqual([
      { kind: 'REPEATED', found: 2, signalled: 1, users: 2 },
      { kind: 'BULK', found: 2, signalled: 1, users: 2 },
    ]);
    expect(asIs.find(({ kind }) => kind === 'VIP')).toEqual({ kind: 'VIP', found: 4, signalled: 4, users: 4 });
    const wider = { count: 2, within: 'PT1H' };
    const strict = await backTest(pool, accessLogStore, {
      authority,
      from: null,
      to: null,
      repeated: wider,
      bulk: wider,
    });
    const bulk = strict.find(({ kind }) => kind === 'BULK');
    expect(bulk?.found).toBeGreaterThan(bulk?.signalled ?? 0);
    await expect(
      backTest(pool, accessLogStore, { authority, from: '2100-01-01T00:00:00.000000Z', to: null }),
    ).resolves.toContainEqual({
      kind: 'VIP',
      found: 0,
      signalled: 0,
      users: 0,
    });
  });

  it('each signal is one event of the log, however often it is told', async () => {
    const { pool, eventStore } = house.stores;
    await tellSignals(pool, eventStore);
    await pool.query('update oversight.signal set told = false');
    await Promise.all([tellSignals(pool, eventStore), tellSignals(pool, eventStore)]);
    const told = (await eventStore.readAll(0, 10_000)).events.filter(
      ({ type }) => type === 'operation.misuse-signalled',
    );
    const { rows } = await pool.query<{ count: string }>('select count(*) from oversight.signal');
    expect(told).toHaveLength(Number(rows[0]?.count));
  });

  it('only an auditor is told, of his own authority', async () => {
    const { body } = await server.ask('{ misuseSignals { totalCount } }', { token: 'bo' });
    expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('pages go through all of them, each once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let total = 0;
    do {
      const { body } = await server.ask(
        'query($after: String) { misuseSignals(first: 3, after: $after) { totalCount pageInfo { endCursor hasNextPage } edges { node { id } } } }',
        { token: 'ida', variables: { after } },
      );
      const page = (body.data as { misuseSignals: Connected }).misuseSignals;
      total = page.totalCount;
      seen.push(...page.edges.map(({ node }) => node.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toHaveLength(total);
    expect(new Set(seen).size).toBe(total);
  });
});

interface Connected {
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  readonly edges: readonly { readonly node: { readonly id: string } }[];
}
