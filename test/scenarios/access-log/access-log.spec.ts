import { randomUUID } from 'node:crypto';
import { CASE, CPR, NAME, OTHER_CASE, event } from '../deletion/told.js';
import { ACCESS_LOG, openLookedAt, VIEW_PARTY, type Entries, type Entry, type LookedAt } from './looked-at.js';

const EXPORT = `query ($filter: AccessFilter, $after: String) {
  exportAccessLog(filter: $filter, after: $after) { csv rows totalCount endCursor } }`;

describe('the access log', () => {
  let world: LookedAt;
  beforeAll(async () => {
    world = await openLookedAt();
  });
  afterAll(() => world.close());

  const entries = async (filter: Record<string, unknown>, token = 'auditor'): Promise<Entry[]> => {
    const { data } = await world.ask<Entries>(ACCESS_LOG, token, { filter });
    return data?.accessLog.edges.map(({ node }) => node) ?? [];
  };

  const pageOf = async (variables: Record<string, unknown>): Promise<Entries['accessLog'] | undefined> =>
    (await world.ask<Entries>(ACCESS_LOG, 'auditor', variables)).data?.accessLog;

  it('tells an auditor who looked, as what, with what right, why, at whom, from where', async () => {
    const transactionId = randomUUID();
    const headers = {
      'x-TransaktionsId': transactionId,
      'x-Purpose': encodeURIComponent('Klage over afgørelse'),
      referer: 'https://sbsys.kommune.dk/sag/0101901234?navn=Karla',
    };
    await world.ask(VIEW_PARTY, 'caseworker', { cpr: CPR }, headers);
    expect(await entries({ transactionId })).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        at: expect.stringMatching(/Z$/) as string,
        user: 'bo',
        userName: 'Bo Sagsbehandler',
        unit: 'Familieafdelingen',
        roles: ['caseworker'],
        grounds: ['KLE=*', 'foelsomhed=vip'],
        action: 'VIEW',
        operation: 'party',
        purpose: 'Klage over afgørelse',
        parties: [world.party],
        objects: expect.arrayContaining([CASE, OTHER_CASE]) as string[],
        asked: [],
        searchText: null,
        hits: null,
        reason: null,
        denied: null,
        asOf: null,
        asKnownAt: null,
        hopOrigin: 'https://sbsys.kommune.dk',
        transactionId,
        ip: '127.0.0.1',
      },
    ]);
  });

  it('finds what was asked in vain by whom it was about, and masks the number', async () => {
    const unknown = '0101015678';
    await world.ask(VIEW_PARTY, 'caseworker', { cpr: unknown });
    const [denied] = await entries({ party: { cpr: unknown } });
    expect(denied).toMatchObject({ user: 'bo', action: 'DENIED', parties: [], asked: ['010101-****'] });
    const hidden = randomUUID();
    await world.ask('query ($id: ID!) { case(id: $id) { id } }', 'caseworker', { id: hidden });
    expect(await entries({ objectId: hidden })).toMatchObject([{ action: 'DENIED', asked: [hidden] }]);
  });

  it('opens what was searched for, and masks a number in it', async () => {
    const search = 'query ($t: String!) { searchParties(text: $t) { totalCount edges { node { id } } } }';
    await world.ask(search, 'caseworker', { t: `${NAME} 610180-0001` });
    const [entry] = await entries({ user: 'bo', actions: ['SEARCH', 'DENIED'] });
    expect(entry).toMatchObject({ searchText: `${NAME} 610180-****` });
  });

  it('takes all filters together, and each of them', async () => {
    await world.ask(VIEW_PARTY, 'auditor', { cpr: CPR });
    await world.ask('mutation { erase(input: {party: "x", basis: "y"}) { id } }', 'caseworker');
    const all = await entries({});
    const filters: [Record<string, unknown>, (entry: Entry) => boolean][] = [
      [{ user: 'aud-1' }, ({ user }) => user === 'aud-1'],
      [{ party: { id: world.party } }, ({ parties }) => (parties as string[]).includes(world.party)],
      [{ objectId: CASE.toUpperCase() }, ({ objects }) => (objects as string[]).includes(CASE)],
      [{ actions: ['VIEW', 'DENIED'] }, ({ action }) => ['VIEW', 'DENIED'].includes(action)],
      [{ from: all[2]?.['at'] }, ({ at }) => String(at) >= String(all[2]?.['at'])],
      [{ to: all[2]?.['at'] }, ({ at }) => String(at) < String(all[2]?.['at'])],
      [
        { user: 'bo', actions: ['VIEW'], party: { cpr: CPR } },
        ({ user, action, parties }) => user === 'bo' && action === 'VIEW' && (parties as string[]).length > 0,
      ],
      [{ user: 'nobody' }, () => false],
      [{ transactionId: 'no uuid' }, () => false],
      [{ objectId: 'no uuid' }, () => false],
      [{ party: { id: 'no uuid' } }, () => false],
    ];
    for (const [filter, fits] of filters) {
      const known = new Set(all.map(({ id }) => id));
      const found = (await entries(filter)).filter(({ id }) => known.has(id));
      expect({ filter, ids: found.map(({ id }) => id) }).toEqual({
        filter,
        ids: all.filter(fits).map(({ id }) => id),
      });
    }
  });

  it('comes page by page, none twice and none left out, while others look', async () => {
    const before = (await entries({ user: 'bo' })).map(({ id }) => id);
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page: Entries['accessLog'] | undefined = await pageOf({ filter: { user: 'bo' }, first: 2, after });
      if (page === undefined) throw new Error('no answer');
      seen.push(...page.edges.map(({ node }) => node.id));
      await world.ask(VIEW_PARTY, 'caseworker', { cpr: CPR });
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(before);
    const one = await pageOf({ filter: { user: 'bo' }, first: 1 });
    expect(one?.totalCount).toBe((await entries({ user: 'bo' })).length);
  });

  it('refuses a cursor that is none, and answers only for the own authority', async () => {
    const asked = await world.ask(ACCESS_LOG, 'auditor', { after: 'bm9uZQ' });
    expect(asked.code).toBe('BAD_USER_INPUT');
    expect(await entries({}, 'elsewhere')).toEqual([]);
    expect((await entries({ user: 'bo' }, 'dpo')).length).toBeGreaterThan(0);
  });

  it.each(['caseworker', 'operator', 'citizen'])('is closed to a %s, and his trying is in it', async (token) => {
    expect(await world.ask(ACCESS_LOG, token)).toEqual({ data: null, code: 'FORBIDDEN' });
    const [tried] = await entries({ actions: ['DENIED'] });
    expect(tried).toMatchObject({ operation: 'accessLog', denied: 'FORBIDDEN', action: 'DENIED' });
  });

  it('has who was refused unread, in what role, and whom he asked for', async () => {
    await world.ask(VIEW_PARTY, 'citizen', { cpr: CPR });
    const [refused] = await entries({ party: { cpr: CPR }, actions: ['DENIED'] });
    expect(refused).toMatchObject({ user: 'karla', roles: ['citizen'], denied: 'FORBIDDEN', asked: ['610180-****'] });
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['whose token gives him no right', 'powerless', {}, 'auditor'],
    ['whose token is for another authority', 'elsewhere', { 'x-Authority': '29189846' }, 'auditor'],
    ['who asks for another authority', 'auditor', { 'x-Authority': '29189714' }, 'elsewhere'],
  ])('has one %s, in the log of the authority that he asked for', async (_, token, headers, auditor) => {
    const transactionId = randomUUID();
    const asked = await world.ask(VIEW_PARTY, token, { cpr: CPR }, { 'x-TransaktionsId': transactionId, ...headers });
    expect(asked.code).toBe('FORBIDDEN');
    expect(await entries({ transactionId }, auditor)).toMatchObject([
      { action: 'DENIED', denied: 'FORBIDDEN', operation: 'party', roles: [], asked: ['610180-****'] },
    ]);
  });

  it('has by what the lists of a view were narrowed, with their hits', async () => {
    const transactionId = randomUUID();
    const question = `query ($cpr: String, $kle: String) { party(key: {cpr: $cpr}) {
      some: cases(filter: {kle: $kle, text: "børnehave 0101011234"}) { totalCount edges { node { documents(first: 1) { totalCount } } } }
      cases { totalCount }
      timeline(kinds: [CASE_OPENED, PAYMENT], from: "2020-01-01T00:00:00Z") { totalCount } } }`;
    const { data } = await world.ask<{ party: Record<string, { totalCount: number }> }>(
      question,
      'caseworker',
      { cpr: CPR, kle: '32' },
      { 'x-TransaktionsId': transactionId },
    );
    const [entry] = await entries({ transactionId });
    expect(entry).toMatchObject({
      action: 'VIEW',
      searchText:
        'cases: {"text":"børnehave 010101-****","kle":"32"} | ' +
        'timeline: {"kinds":["CASE_OPENED","PAYMENT"],"from":"2020-01-01T00:00:00.000000Z"}',
      hits: (data?.party['some']?.totalCount ?? NaN) + (data?.party['timeline']?.totalCount ?? NaN),
    });
  });

  it('has the reading of it as an entry, with what was asked for', async () => {
    await entries({ user: 'bo', actions: ['VIEW'] });
    const [reading] = await entries({ user: 'aud-1' });
    expect(reading).toMatchObject({ action: 'SEARCH', operation: 'accessLog', parties: [] });
    expect(JSON.parse(String(reading?.['searchText']))).toEqual({ user: 'bo', actions: ['VIEW'] });
    expect(reading?.['hits']).toBeGreaterThan(0);
  });

  it('finds a party by every id it has had, after two were joined', async () => {
    const other = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a20';
    const registered = (identifiers: unknown[], id: string) =>
      event('party.registered', other, { id, data: { kind: 'person', identifiers, name: 'Anden Eksempel' } });
    await world.house.publish([registered([{ type: 'other', value: 'A-7' }], 'first')]);
    await world.house.settle();
    const key = { other: { source: 'urn:overblik:source:ky', value: 'A-7' } };
    const VIEW_OTHER = 'query ($key: PartyKey!) { party(key: $key) { id } }';
    const alone = await world.ask<{ party: { id: string } }>(VIEW_OTHER, 'caseworker', { key });
    expect(alone.data?.party.id).not.toBe(world.party);
    const numbers = [
      { type: 'other', value: 'A-7' },
      { type: 'cpr', value: CPR },
    ];
    await world.house.publish([registered(numbers, 'second')]);
    await world.house.settle();
    const found = await entries({ party: { cpr: CPR }, user: 'bo', actions: ['VIEW'] });
    expect(found.some(({ parties }) => (parties as string[]).includes(alone.data?.party.id ?? ''))).toBe(true);
    expect(found.some(({ parties }) => (parties as string[]).includes(world.party))).toBe(true);
  });

  it('goes out as a file that a Danish spreadsheet reads, formulas as text, and that is an entry', async () => {
    const purpose = encodeURIComponent('=HYPERLINK("http://x";"y")');
    await world.ask(VIEW_PARTY, 'caseworker', { cpr: CPR }, { 'x-Purpose': purpose });
    const filter = { user: 'bo' };
    const { data } = await world.ask<{ exportAccessLog: { csv: string; rows: number; endCursor: string | null } }>(
      EXPORT,
      'auditor',
      { filter },
    );
    const lines = data?.exportAccessLog.csv.split('\r\n') ?? [];
    expect(lines[0]).toBe(
      '\uFEFFTidspunkt;Bruger;Navn;Enhed;Roller;Dataafgrænsning;Handling;Funktion;Formål;Parter;Objekter;Forgæves;' +
        'Søgetekst;Antal hits;Begrundelse;Afvist;Gælder pr.;Kendt pr.;Kommer fra;Transaktions-id;IP-adresse;Post-id',
    );
    expect(lines[1]).toMatch(
      /^\d{4}-.*Z;bo;Bo Sagsbehandler;Familieafdelingen;caseworker;KLE=\* foelsomhed=vip;Opslag;party;"'=HYPERLINK\(""http:\/\/x"";""y""\)";/,
    );
    expect(lines).toHaveLength((data?.exportAccessLog.rows ?? 0) + 2);
    const [exported] = await entries({ user: 'aud-1' });
    expect(exported).toMatchObject({
      action: 'EXPORT',
      operation: 'exportAccessLog',
      hits: data?.exportAccessLog.rows,
    });
  });

  it('is not read before all that was written has been followed', async () => {
    const { pool } = world.house.stores;
    const client = await pool.connect();
    try {
      await client.query(`begin; select from oversight.checkpoint where register = 'access-entries' for update`);
      await world.ask(VIEW_PARTY, 'caseworker', { cpr: CPR });
      expect(await world.ask(ACCESS_LOG, 'auditor')).toMatchObject({ code: 'NOT_YET_VISIBLE' });
    } finally {
      await client.query('rollback');
      client.release();
    }
    expect((await entries({ user: 'bo' })).length).toBeGreaterThan(0);
  });
});
