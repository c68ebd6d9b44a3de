import { randomUUID } from 'node:crypto';
import { openInvestigations } from '#oversight';
import { CASE, CPR } from '../deletion/told.js';
import { openLookedAt, VIEW_PARTY, type LookedAt } from './looked-at.js';

const MINE = `query ($first: Int = 50, $after: String) { myAccessLog(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } edges { node { at unit role action purpose } } } }`;
const PLACE = `mutation ($input: InvestigationInput!) {
  placeInvestigation(input: $input) { id user party from to basis placedBy liftedAt } }`;
const LIFT = 'mutation ($id: ID!) { liftInvestigation(id: $id, reason: "Afsluttet") { id liftedAt } }';
const LIST = 'query ($withLifted: Boolean!) { investigations(withLifted: $withLifted) { id basis liftedAt } }';

interface Mine {
  readonly myAccessLog: {
    readonly totalCount: number;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: { readonly at: string; readonly action: string } }[];
  };
}

describe('the own extract of a citizen', () => {
  let world: LookedAt;
  beforeAll(async () => {
    world = await openLookedAt();
    const purpose = { 'x-Purpose': 'sagsbehandling' };
    await world.ask(VIEW_PARTY, 'caseworker', { cpr: CPR }, purpose);
    await world.ask('query ($id: ID!) { partyHistory(partyId: $id) { totalCount } }', 'auditor', { id: world.party });
    await world.ask('query ($id: ID!) { case(id: $id) { id } }', 'caseworker', { id: CASE });
    await world.ask(VIEW_PARTY, 'caseworker', { cpr: '0101015678' });
  });
  afterAll(() => world.close());

  const mine = async (token = 'citizen') => {
    const { data } = await world.ask<Mine>(MINE, token);
    return data?.myAccessLog;
  };
  const place = async (input: Record<string, unknown>, token = 'auditor') =>
    world.ask<{ placeInvestigation: { id: string } }>(PLACE, token, { input: { basis: 'Klage 24/1177', ...input } });

  it('has who looked at him: unit, role, when, what and why, newest first; not by whom, and nothing refused', async () => {
    const extract = await mine();
    expect(extract?.edges.map(({ node }) => node)).toEqual([
      { at: expect.any(String) as string, unit: null, role: 'auditor', action: 'HISTORY', purpose: null },
      {
        at: expect.any(String) as string,
        unit: 'Familieafdelingen',
        role: 'caseworker',
        action: 'VIEW',
        purpose: 'sagsbehandling',
      },
    ]);
    expect(extract?.totalCount).toBe(2);
    expect(JSON.stringify(extract)).not.toMatch(/"bo"|aud-1/);
  });

  it('is empty for a citizen at whom nobody looked, and comes in pages', async () => {
    expect((await mine('stranger'))?.edges).toEqual([]);
    const first = await world.ask<Mine>(MINE, 'citizen', { first: 1 });
    const after = first.data?.myAccessLog.pageInfo.endCursor;
    const second = await world.ask<Mine>(MINE, 'citizen', { first: 1, after });
    expect(first.data?.myAccessLog).toMatchObject({ totalCount: 2, edges: [{ node: { action: 'HISTORY' } }] });
    expect(second.data?.myAccessLog).toMatchObject({ totalCount: 2, edges: [{ node: { action: 'VIEW' } }] });
    expect(second.data?.myAccessLog.pageInfo.hasNextPage).toBe(false);
  });

  it('is all that the role opens', async () => {
    for (const question of ['{ sources { source } }', 'query { accessLog { totalCount } }', VIEW_PARTY])
      expect((await world.ask(question, 'citizen')).code).toBe('FORBIDDEN');
    for (const token of ['caseworker', 'auditor', 'dpo', 'operator'])
      expect((await world.ask(MINE, token)).code).toBe('FORBIDDEN');
  });

  it('is without what is under investigation, until that is lifted', async () => {
    const everything = await mine();
    const [newest] = everything?.edges ?? [];
    const covers: [Record<string, unknown>, string[]][] = [
      [{ user: 'bo' }, ['HISTORY']],
      [{ party: world.party }, []],
      [{ user: 'aud-1', party: world.party }, ['VIEW']],
      [{ party: world.party, from: newest?.node.at }, ['VIEW']],
      [{ party: world.party, to: newest?.node.at }, ['HISTORY']],
      [{ user: 'somebody else' }, ['HISTORY', 'VIEW']],
    ];
    for (const [input, left] of covers) {
      const placed = await place(input);
      const id = placed.data?.placeInvestigation.id ?? '';
      const extract = await mine();
      expect({ input, left: extract?.edges.map(({ node }) => node.action) }).toEqual({ input, left });
      expect(extract?.totalCount).toBe(left.length);
      const lifted = await world.ask<{ liftInvestigation: { liftedAt: string } }>(LIFT, 'dpo', { id });
      expect(lifted.data?.liftInvestigation.liftedAt).toMatch(/Z$/);
      expect(await mine()).toEqual(everything);
    }
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['of nobody in particular', {}, 'auditor', 'BAD_USER_INPUT'],
    ['without a basis', { user: 'bo', basis: ' ' }, 'auditor', 'BAD_USER_INPUT'],
    [
      'that ends before it begins',
      { user: 'bo', from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' },
      'auditor',
      'BAD_USER_INPUT',
    ],
    ['of a party that is not there', { party: randomUUID() }, 'auditor', 'NOT_FOUND'],
    ['by a caseworker', { user: 'bo' }, 'caseworker', 'FORBIDDEN'],
    ['by an operator', { user: 'bo' }, 'operator', 'FORBIDDEN'],
  ])('an investigation %s is refused', async (_, input, token, code) => {
    expect((await place(input, token)).code).toBe(code);
  });

  it('an investigation of another authority is not found, and each act stands in the log, also told late', async () => {
    const { pool, eventStore: store } = world.house.stores;
    const placed = await place({ user: 'bo' });
    const id = placed.data?.placeInvestigation.id ?? '';
    expect((await world.ask(LIFT, 'elsewhere', { id })).code).toBe('NOT_FOUND');
    expect((await world.ask(LIFT, 'auditor', { id: 'no uuid' })).code).toBe('NOT_FOUND');
    const listed = await world.ask<{ investigations: { id: string }[] }>(LIST, 'dpo', { withLifted: false });
    expect(listed.data?.investigations.map((each) => each.id)).toEqual([id]);
    await pool.query(
      'update overblik.investigation set lifted_at = now(), lifted_by = $2, reason = $3, told = false where investigation_id = $1',
      [id, 'aud-1', 'Slut'],
    );
    expect(await openInvestigations({ pool, store }).recover()).toBe(1);
    expect(await openInvestigations({ pool, store }).recover()).toBe(0);
    const { events } = await store.readAll(0, 1_000, {
      types: ['operation.investigation-placed', 'operation.investigation-lifted'],
    });
    const told = events.filter(({ stream }) => stream.endsWith(id)).map(({ type }) => type);
    expect(told).toEqual(['operation.investigation-placed', 'operation.investigation-lifted']);
  });
});
