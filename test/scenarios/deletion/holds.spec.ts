import { openDeletion, openHoldCheck, type Deletion } from '#deletion';
import { createIntake, type Intake } from '#intake';
import { openHouse, type House } from '../../support/house.js';
import { caller, startGraphqlServer, type GraphqlServer } from '../graphql/graphql-server.js';
import { AUTHORITY, CASE, PERSON, event, story } from './told.js';

const group = (role: 'operator' | 'dpo' | 'auditor' | 'caseworker', authority = AUTHORITY) => ({
  role,
  authority,
  kle: ['*'],
  sensitivity: 3 as const,
  units: null,
  sources: null,
  viewClasses: [],
  grounds: [],
});
const callers = {
  dpo: caller('dpo-1', group('dpo')),
  operator: caller('op-1', group('operator')),
  auditor: caller('aud-1', group('auditor')),
  caseworker: caller('bo', group('caseworker')),
  elsewhere: caller('dpo-2', group('dpo', '29189714')),
};

const ERASE = 'mutation ($input: EraseInput!) { erase(input: $input) { id at basis by } }';
const PLACE = 'mutation ($input: HoldInput!) { placeHold(input: $input) { id objectId party basis until liftedAt } }';
const LIFT = 'mutation ($id: ID!) { liftHold(id: $id, reason: "Afgjort") { id liftedAt } }';

describe('a retention hold', () => {
  let house: House;
  let deletion: Deletion;
  let intake: Intake;
  let server: GraphqlServer;
  let party: string;
  beforeAll(async () => {
    house = await openHouse();
    const { pool, eventStore: store, vault, quarantine } = house.stores;
    deletion = openDeletion(house.stores);
    intake = createIntake({ store, vault, quarantine, log: { info: () => undefined }, holds: openHoldCheck(pool) });
    await house.publish(story);
    await house.settle();
    server = await startGraphqlServer({ stores: house.stores, callers });
    const { rows } = await pool.query<{ id: string }>('select party_id as id from overview.party_current');
    party = rows[0]?.id ?? '';
  });
  afterAll(async () => {
    await server.close();
    await house.close();
  });

  const ask = async (query: string, token: keyof typeof callers, variables: Record<string, unknown>) => {
    const { data, errors } = (await server.ask(query, { token, variables })).body;
    return { data, code: errors?.[0]?.extensions.code };
  };
  const send = async (sent: unknown) => (await intake.accept([sent], { kind: 'operator', name: 'test' }))[0];
  const placed = async (input: Record<string, unknown>): Promise<string> => {
    const { data } = await ask(PLACE, 'dpo', { input: { basis: 'Klagesag', ...input } });
    return (data?.['placeHold'] as { id: string }).id;
  };

  it('blocks an erasure and a purge of the object until it is lifted', async () => {
    const hold = await placed({ objectId: CASE });
    const input = { objectId: CASE, basis: 'Sag 1' };
    expect((await ask(ERASE, 'operator', { input })).code).toBe('RETENTION_HOLD');
    const purge = event('case.purged', CASE, { data: { basis: 'Slettefrist' } });
    expect(await send(purge)).toMatchObject({ status: 'quarantined', problem: { rule: 'retention-hold' } });
    expect(await ask(LIFT, 'dpo', { id: hold })).toMatchObject({
      data: { liftHold: { id: hold, liftedAt: expect.any(String) as string } },
    });
    expect((await ask(ERASE, 'operator', { input })).data).toMatchObject({ erase: { basis: 'Sag 1', by: 'op-1' } });
    expect(await send({ ...purge, id: 'purge-2' })).toMatchObject({ problem: { rule: 'purged-object' } });
  });

  it('of a person blocks the purge of what a source tells of him', async () => {
    const hold = await placed({ party });
    const input = { party, basis: 'Sag 2' };
    expect((await ask(ERASE, 'dpo', { input })).code).toBe('RETENTION_HOLD');
    const purge = event('party.purged', PERSON, { data: { basis: 'Slettefrist' } });
    expect(await send(purge)).toMatchObject({ problem: { rule: 'retention-hold' } });
    await ask(LIFT, 'operator', { id: hold });
    expect((await ask(ERASE, 'dpo', { input })).data).toMatchObject({ erase: { by: 'dpo-1' } });
  });

  it('holds no longer than its last day', async () => {
    const [other] = story.slice(1);
    const objectId = String(other?.['subject']).slice(5);
    await placed({ objectId, until: '2026-01-01' });
    expect((await ask(ERASE, 'dpo', { input: { objectId, basis: 'Sag 3' } })).data).not.toBeNull();
  });

  it('is an event that names who placed and who lifted it', async () => {
    const { events } = await house.stores.eventStore.readAll(0, 1_000, {
      types: ['operation.hold-placed', 'operation.hold-lifted'],
    });
    const acts = events.map(({ type, data }) => [type, (JSON.parse(data.toString('utf8', 1)) as { by: string }).by]);
    expect(acts.slice(0, 2)).toEqual([
      ['operation.hold-placed', 'dpo-1'],
      ['operation.hold-lifted', 'dpo-1'],
    ]);
    expect((await deletion.holds.list(AUTHORITY, true)).length).toBeGreaterThan(2);
  });

  it.each(['auditor', 'caseworker'] as const)('and an erasure are not for an %s', async (token) => {
    expect((await ask(ERASE, token, { input: { objectId: CASE, basis: 'x' } })).code).toBe('FORBIDDEN');
    expect((await ask(PLACE, token, { input: { objectId: CASE, basis: 'x' } })).code).toBe('FORBIDDEN');
    expect((await ask(LIFT, token, { id: CASE })).code).toBe('FORBIDDEN');
  });

  it('and an erasure reach nothing of another authority, and tell nothing of it', async () => {
    const note = String(story[2]?.['subject']).slice('journal-note/'.length);
    for (const objectId of [note, CASE.replace('f0a3', 'aaaa')])
      expect((await ask(ERASE, 'elsewhere', { input: { objectId, basis: 'x' } })).code).toBe('NOT_FOUND');
    expect((await ask(ERASE, 'elsewhere', { input: { party, basis: 'x' } })).code).toBe('NOT_FOUND');
    expect((await ask(LIFT, 'elsewhere', { id: await placed({ objectId: note }) })).code).toBe('NOT_FOUND');
  });

  it.each([
    [{ basis: 'x' }],
    [{ objectId: CASE, party: CASE, basis: 'x' }],
    [{ objectId: 'no uuid', basis: 'x' }],
    [{ objectId: CASE.replace('5a11', '5a13'), basis: ' ' }],
  ])('and an erasure need one id and a basis: %j', async (input) => {
    expect((await ask(PLACE, 'dpo', { input })).code).toBe('BAD_USER_INPUT');
  });
});
