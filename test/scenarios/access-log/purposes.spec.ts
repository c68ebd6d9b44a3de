import { randomUUID } from 'node:crypto';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import { AUTHORITY, CPR } from '../deletion/told.js';
import { ACCESS_LOG, openLookedAt, VIEW_PARTY, type Entries, type LookedAt } from './looked-at.js';

describe('the purpose of a caseworker', () => {
  let world: LookedAt;
  beforeAll(async () => {
    world = await openLookedAt();
  });
  afterAll(() => world.close());

  const set = async (key: string, value: string): Promise<void> => {
    const act = { actId: randomUUID(), key, value, by: 'test' };
    await world.house.stores.eventStore.append(
      operationEvent('operation.setting-changed', AUTHORITY, act, instantFromDate(new Date())),
    );
    await world.house.settle();
  };
  const look = async (purpose: string | null, token = 'caseworker') => {
    const headers: Record<string, string> = purpose === null ? {} : { 'x-Purpose': encodeURIComponent(purpose) };
    return (await world.ask(VIEW_PARTY, token, { cpr: CPR }, headers)).code;
  };

  it('is asked for from the next request after the authority chose so, and of the list where there is one', async () => {
    expect(await look(null)).toBeUndefined();
    await set('purposeRequired', 'true');
    expect(await look(null)).toBe('PURPOSE_REQUIRED');
    expect(await look('  ')).toBe('PURPOSE_REQUIRED');
    expect(await look('hvad som helst')).toBeUndefined();
    await set('purposes', 'Klage over afgørelse;Tilsyn');
    expect(await look('hvad som helst')).toBe('PURPOSE_REQUIRED');
    expect(await look('Klage over afgørelse')).toBeUndefined();
    expect(await look(null, 'auditor')).toBeUndefined();
    await set('purposeRequired', 'false');
    expect(await look(null)).toBeUndefined();
  });

  it('that is missing is answered with nothing, and is an entry that was refused', async () => {
    await set('purposeRequired', 'false');
    expect(await look(null)).toBeUndefined();
    await set('purposeRequired', 'true');
    // The first is judged when it has been answered, by the settings that its statement met; the second beforehand.
    const first = await world.server.ask(VIEW_PARTY, { token: 'caseworker', variables: { cpr: CPR } });
    const answer = await world.server.ask(VIEW_PARTY, { token: 'caseworker', variables: { cpr: CPR } });
    expect(answer).toMatchObject({
      status: 200,
      body: { data: null, errors: [{ extensions: { code: 'PURPOSE_REQUIRED' } }] },
    });
    expect(answer.body.errors?.[0]?.message).toMatch(/^x-Purpose must say why/);
    const spoken = ({ message, extensions }: { message: string; extensions: unknown }) => ({ message, extensions });
    expect(first.body.errors?.map(spoken)).toEqual(answer.body.errors?.map(spoken));
    expect(first.body.data).toBeNull();
    const { data } = await world.ask<Entries>(ACCESS_LOG, 'auditor', { filter: { user: 'bo' }, first: 1 });
    expect(data?.accessLog.edges[0]?.node).toMatchObject({
      action: 'DENIED',
      denied: 'PURPOSE_REQUIRED',
      operation: 'party',
      parties: [],
      objects: [],
    });
  });

  it('is asked for by the newest settings also where another part of the question was forbidden', async () => {
    const question = 'query ($cpr: String) { party(key: {cpr: $cpr}) { id } accessLog { totalCount } }';
    const asked = async () => (await world.server.ask(question, { token: 'caseworker', variables: { cpr: CPR } })).body;
    await set('purposeRequired', 'false');
    await look(null);
    await set('purposeRequired', 'true');
    expect(await asked()).toMatchObject({ data: null, errors: [{ extensions: { code: 'PURPOSE_REQUIRED' } }] });
  });

  it('is judged for each of many who ask together', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => look(n % 2 === 0 ? null : 'Tilsyn')));
    expect(answers).toEqual(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 'PURPOSE_REQUIRED' : undefined)));
  });
});
