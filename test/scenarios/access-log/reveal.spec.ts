import { randomUUID } from 'node:crypto';
import { CPR, NAME, PERSON, event } from '../deletion/told.js';
import { ACCESS_LOG, openLookedAt, VIEW_PARTY, type Entries, type LookedAt } from './looked-at.js';

const REVEAL = `mutation ($input: RevealInput!) {
  reveal(input: $input) { party identifiers { type value } name address { lines postalCode } } }`;

describe('a reveal', () => {
  let world: LookedAt;
  beforeAll(async () => {
    world = await openLookedAt();
    await world.house.publish([event('party.protection-set', PERSON, { data: { kind: 'nameAndAddress' } })]);
    await world.house.settle();
  });
  afterAll(() => world.close());

  const reveal = async (what: string, over: Record<string, unknown> = {}, token = 'caseworker') => {
    const input = { party: world.party, what, reason: 'Skal ringe til Karla', ...over };
    return world.ask<{ reveal: Record<string, unknown> }>(REVEAL, token, { input });
  };
  const last = async (filter: Record<string, unknown>) => {
    const { data } = await world.ask<Entries>(ACCESS_LOG, 'auditor', { filter, first: 1 });
    return data?.accessLog.edges[0]?.node;
  };

  it('shows the one thing that was asked for, whole, and nothing else', async () => {
    const nothing = { party: world.party, identifiers: null, name: null, address: null };
    expect((await reveal('IDENTIFIER')).data?.reveal).toEqual({
      ...nothing,
      identifiers: [{ type: 'CPR', value: CPR }],
    });
    expect((await reveal('NAME')).data?.reveal).toEqual({ ...nothing, name: NAME });
    expect((await reveal('ADDRESS', {}, 'auditor')).data?.reveal).toEqual({
      ...nothing,
      address: { lines: ['Rævehøjvænget 7'], postalCode: '8000' },
    });
  });

  it('changes nothing in any later view', async () => {
    await reveal('NAME');
    const { data } = await world.ask<{ party: unknown }>(
      'query ($cpr: String) { party(key: {cpr: $cpr}) { name nameProtected address { lines } identifiers { value } } }',
      'caseworker',
      { cpr: CPR },
    );
    expect(data?.party).toEqual({
      name: null,
      nameProtected: true,
      address: null,
      identifiers: [{ value: '610180-****' }],
    });
  });

  it('is in the access log with its reason, which lies there sealed', async () => {
    await reveal('IDENTIFIER', { reason: `Bekræfte ${CPR} for ${NAME}` });
    expect(await last({ actions: ['REVEAL'] })).toMatchObject({
      user: 'bo',
      action: 'REVEAL',
      operation: 'reveal IDENTIFIER',
      parties: [world.party],
      reason: `Bekræfte 610180-**** for ${NAME}`,
    });
    const { events } = await world.house.stores.accessLogStore.readAll(0, 1_000);
    const stored = events.map(({ data, metadata }) => data.toString('utf8') + metadata).join();
    expect(stored).toContain('reveal IDENTIFIER');
    expect(stored).not.toContain(CPR);
    expect(stored).not.toContain(NAME);
  });

  it.each<[string, string, Record<string, unknown>, string]>([
    ['a party that is not there', 'caseworker', { party: randomUUID() }, 'NOT_FOUND'],
    ['what is no id', 'caseworker', { party: 'Karla' }, 'NOT_FOUND'],
    ['a party that the caller may not see', 'elsewhere', {}, 'NOT_FOUND'],
    ['a blank reason', 'caseworker', { reason: '  ' }, 'BAD_USER_INPUT'],
    ['a reason that nobody can see', 'caseworker', { reason: '\u200b\u00a0' }, 'BAD_USER_INPUT'],
  ])('is refused of %s', async (_, token, over, code) => {
    expect(await reveal('NAME', over, token)).toEqual({ data: null, code });
  });

  it.each(['operator', 'dpo', 'citizen'])('is forbidden to a %s', async (token) => {
    expect((await reveal('NAME', {}, token)).code).toBe('FORBIDDEN');
  });

  it('of nobody is an entry that names what was asked', async () => {
    const party = randomUUID();
    await reveal('NAME', { party });
    expect(await last({ party: { id: party } })).toMatchObject({ action: 'DENIED', asked: [party], parties: [] });
  });

  it('is not given where the entry cannot be written', async () => {
    const { pool } = world.house.stores;
    await pool.query('alter table overblik.access_log add constraint nothing_more check (position < 0) not valid');
    try {
      expect(await reveal('NAME')).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
      expect((await world.ask(VIEW_PARTY, 'caseworker', { cpr: CPR })).code).toBe('SOURCE_UNAVAILABLE');
    } finally {
      await pool.query('alter table overblik.access_log drop constraint nothing_more');
    }
    expect((await reveal('NAME')).data?.reveal['name']).toBe(NAME);
  });
});
