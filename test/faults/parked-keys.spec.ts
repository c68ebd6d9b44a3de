import { setTimeout as sleep } from 'node:timers/promises';
import { URL_NAMESPACE, uuidV5 } from '#contracts';
import {
  askOfParked,
  createProjectionRunner,
  readParked,
  type ParkedKey,
  type RecordedEvent,
} from '#projection-engine';
import { caseOverview, partyStatements, readModels } from '#read-models/projections';
import { failing } from '../support/failing.js';
import { auditorOf, openHouse, scopeOf, type House } from '../support/house.js';

const authority = '29189846';
const source = 'urn:overblik:source:ky';
const viewer = { authority };
const scope = scopeOf(viewer);
const cpr = '6105800007';
let told = 0;

const idOf = (name: string): string => uuidV5(URL_NAMESPACE, `parked-keys|${name}`);
const event = (type: string, subject: string, data: object): Record<string, unknown> => ({
  specversion: '1.0',
  id: `e${++told}`,
  source,
  type: `dk.overblik.${type}.v1`,
  subject,
  time: `2024-03-01T10:00:${String(told % 60).padStart(2, '0')}Z`,
  authority,
  data,
});
const registered = (name: string, title: string): Record<string, unknown> =>
  event('case.registered', `case/${idOf(name)}`, {
    caseNumber: name,
    title,
    kle: '32.18.04',
    sensitivity: 'confidential',
    openedOn: '2024-01-01',
    parties: [{ party: { kind: 'person', identifier: { type: 'cpr', value: cpr } }, role: 'primary' }],
  });
const renamed = (name: string, title: string): Record<string, unknown> =>
  event('case.attributes-changed', `case/${idOf(name)}`, { title });
const party = (name: string): Record<string, unknown> =>
  event('party.registered', `party/${idOf('party')}`, {
    kind: 'person',
    identifiers: [{ type: 'cpr', value: cpr }],
    name,
  });

describe('a key that a read model cannot take in', () => {
  let house: House;
  const warnings: object[] = [];
  const log = { info: () => undefined, warn: (details: object) => void warnings.push(details) };
  const cases = failing(caseOverview);
  const parties = failing(partyStatements);
  const isOf =
    (name: string, what = '') =>
    (each: RecordedEvent): boolean =>
      each.objectId === idOf(name) && each.name.endsWith(what);

  beforeEach(async () => {
    warnings.length = 0;
    house = await openHouse({ log });
    await house.publish([party('Karla'), registered('A', 'Første'), registered('B', 'Anden')]);
    await house.settle();
  });
  afterEach(async () => {
    [cases, parties].forEach((each) => each.mend());
    await house.close();
  });

  const parked = (): Promise<ParkedKey[]> => readParked(house.stores.pool);
  const ask = async (act: 'replay' | 'drop'): Promise<void> => {
    const ids = (await parked()).map(({ id }) => id);
    await askOfParked(house.stores.pool, ids, act);
    await until(async () => (await parked()).every(({ id, asked }) => asked === null || !ids.includes(id)));
  };
  const titleOf = async (name: string): Promise<unknown> => (await house.case(idOf(name), viewer))?.['title'];
  const freshnessOfParty = async (moment = {}): Promise<unknown> => {
    const plan = { lists: [], freshness: true, relations: false, histories: false };
    const found = await house.queries.party({ cpr }, scope, { asOf: null, asKnownAt: null, ...moment }, plan);
    return found?.node['freshness'];
  };
  const freshnessOfCase = async (name: string, moment = {}): Promise<unknown> => {
    const plan = { lists: [], freshness: true, relations: false, histories: false };
    const found = await house.queries.case(idOf(name), scope, { asOf: null, asKnownAt: null, ...moment }, plan);
    return found?.node['freshness'];
  };

  it('is parked with its later events, stays as it was, and everything else goes on', async () => {
    cases.failFor(isOf('A', 'attributes-changed'));
    await house.publish([renamed('A', 'Fejler'), renamed('B', 'Omdøbt')]);
    await house.settle();
    await house.publish([
      event('case.progress-changed', `case/${idOf('A')}`, { progress: 'decided' }),
      renamed('B', 'Omdøbt igen'),
    ]);
    await house.settle();
    expect(await parked()).toMatchObject([
      {
        readModel: 'case-overview',
        key: `${authority}/${idOf('A')}`,
        source,
        events: 2,
        code: 'HANDLER_BROKEN',
        place: expect.stringMatching(/^test\/support\/failing\.ts:\d+:\d+$/),
      },
    ]);
    expect(await house.case(idOf('A'), viewer)).toMatchObject({ title: 'Første', progress: 'OPENED' });
    expect(await titleOf('B')).toBe('Omdøbt igen');
    const { rows } = await house.stores.pool.query<{ state: string }>(
      'select state from overview.case_overview_state where key = $1',
      [`${authority}/${idOf('A')}`],
    );
    expect(rows[0]?.state).not.toContain('half-folded');
  });

  it('takes in what came before the failure in the same page', async () => {
    cases.failFor(isOf('A', 'attributes-changed'));
    await house.publish([
      event('case.progress-changed', `case/${idOf('A')}`, { progress: 'informed' }),
      renamed('A', 'Fejler'),
    ]);
    await house.settle();
    expect(await house.case(idOf('A'), viewer)).toMatchObject({ title: 'Første', progress: 'INFORMED' });
    expect(await parked()).toMatchObject([{ events: 1 }]);
  });

  it('is told of once in the log, with nothing of what the event or the error says', async () => {
    cases.failFor(isOf('A'));
    await house.publish([renamed('A', 'Fejler')]);
    await house.settle();
    await house.publish([renamed('A', 'Fejler igen')]);
    await house.settle();
    expect(warnings).toEqual([
      {
        readModel: 'case-overview',
        key: `${authority}/${idOf('A')}`,
        position: expect.any(Number),
        code: 'HANDLER_BROKEN',
        place: expect.any(String),
      },
    ]);
    const { rows } = await house.stores.pool.query(
      'select k::text, e::text from overview.parked_key k, overview.parked_event e',
    );
    expect(JSON.stringify([rows, warnings])).not.toMatch(/Karla|610180|Fejler/);
  });

  it('is told of by the freshness of the case and of the party it is shown with, now and as of then', async () => {
    cases.failFor(isOf('A'));
    await house.publish([renamed('A', 'Fejler'), renamed('A', 'Fejler igen'), renamed('B', 'Omdøbt')]);
    await house.settle();
    const waiting = {
      source,
      state: 'GAP',
      missing: 2,
      message: expect.stringContaining('2 hændelser') as string,
    };
    const then = { asOf: '2025-01-01T00:00:00.000000Z' };
    expect(await freshnessOfCase('A')).toMatchObject(waiting);
    expect(await freshnessOfCase('A', then)).toMatchObject(waiting);
    expect(await freshnessOfCase('B')).toMatchObject({ state: 'UNKNOWN', missing: 0, message: null });
    expect(await freshnessOfCase('B', then)).toMatchObject({ state: 'UNKNOWN', missing: 0, message: null });
    expect(await freshnessOfParty()).toMatchObject([waiting]);
    expect(await freshnessOfParty(then)).toMatchObject([waiting]);
    const cases_ = await house.queries.freshnessOf(
      [
        { id: idOf('A'), source },
        { id: idOf('B'), source },
      ],
      scope,
    );
    expect([...cases_.values()].map(({ state }) => state)).toEqual(['GAP', 'UNKNOWN']);
  });

  it('is not told of to who may not see the case', async () => {
    cases.failFor(isOf('A'));
    await house.publish([renamed('A', 'Fejler')]);
    await house.settle();
    const blind = scopeOf({ authority, groups: [{ ...auditorOf(authority), role: 'caseworker', kle: ['99'] }] });
    const plan = { lists: [], freshness: true, relations: false, histories: false };
    const now = { asOf: null, asKnownAt: null };
    const found = await house.queries.party({ cpr }, blind, now, plan);
    expect(found?.node['freshness']).toMatchObject([{ state: 'UNKNOWN', missing: 0, message: null }]);
  });

  it('leaves a party as its other events tell it, and its freshness says so', async () => {
    parties.failFor(isOf('party', 'name-changed'));
    await house.publish([event('party.name-changed', `party/${idOf('party')}`, { name: 'Karla Ny' })]);
    await house.settle();
    expect(await parked()).toMatchObject([{ readModel: 'party-overview', events: 1 }]);
    expect(await house.party({ cpr }, viewer)).toMatchObject({ name: 'Karla' });
    expect(await freshnessOfParty()).toMatchObject([{ source, state: 'GAP', missing: 1 }]);
    parties.mend();
    await ask('replay');
    expect(await house.party({ cpr }, viewer)).toMatchObject({ name: 'Karla Ny' });
    expect(await freshnessOfParty()).toMatchObject([{ source, state: 'UNKNOWN', missing: 0 }]);
  });

  it('stays parked where it fails still, and is taken in, in order, when the fault is mended', async () => {
    cases.failFor(isOf('A'));
    await house.publish([renamed('A', 'En'), renamed('A', 'To')]);
    await house.settle();
    await ask('replay');
    expect(await parked()).toMatchObject([{ events: 2, asked: null }]);
    cases.mend();
    await house.publish([renamed('A', 'Tre')]);
    await house.settle();
    expect(await titleOf('A')).toBe('Første');
    await ask('replay');
    expect(await parked()).toEqual([]);
    expect(await titleOf('A')).toBe('Tre');
    await house.publish([renamed('A', 'Fire')]);
    await house.settle();
    expect(await titleOf('A')).toBe('Fire');
  });

  it('goes on without its parked events when an operator gives them up, until a rebuild tries them again', async () => {
    cases.failFor(isOf('A'));
    await house.publish([renamed('A', 'Givet op')]);
    await house.settle();
    cases.mend();
    await ask('drop');
    expect(await titleOf('A')).toBe('Første');
    await house.publish([event('case.progress-changed', `case/${idOf('A')}`, { progress: 'informed' })]);
    await house.settle();
    expect(await house.case(idOf('A'), viewer)).toMatchObject({ title: 'Første', progress: 'INFORMED' });
    await expect(house.runner.rebuild('case-overview')).rejects.toMatchObject({ code: 'GENERATIONS_DIFFER' });
    await house.runner.rebuild('case-overview', { acceptsDifferences: true });
    await house.settle();
    expect(await titleOf('A')).toBe('Givet op');
  });

  it('is tried anew by a rebuild', async () => {
    cases.failFor(isOf('A'));
    await house.publish([renamed('A', 'Omdøbt')]);
    await house.settle();
    await house.runner.rebuild('case-overview');
    await house.settle();
    expect(await parked()).toMatchObject([{ key: `${authority}/${idOf('A')}` }]);
    cases.mend();
    await house.runner.rebuild('case-overview');
    await house.settle();
    expect([await parked(), await titleOf('A')]).toEqual([[], 'Omdøbt']);
  });

  it('never holds back a purge, which gives up what is parked', async () => {
    cases.failFor((each) => isOf('A')(each) && each.name !== 'case.purged');
    await house.publish([renamed('A', 'Fejler')]);
    await house.settle();
    await house.publish([event('case.purged', `case/${idOf('A')}`, { basis: 'Arkivlov' })]);
    await house.settle();
    expect([await parked(), await house.case(idOf('A'), viewer)]).toEqual([[], null]);
    const { rows } = await house.stores.pool.query('select from overview.case_current where case_id = $1', [idOf('A')]);
    expect(rows).toEqual([]);
  });

  it('carries out a purge that comes in the page of the failure', async () => {
    cases.failFor((each) => isOf('A')(each) && each.name !== 'case.purged');
    await house.publish([
      renamed('A', 'Fejler'),
      event('case.purged', `case/${idOf('A')}`, { basis: 'Arkivlov' }),
      renamed('B', 'Omdøbt'),
    ]);
    await house.settle();
    expect([await parked(), await house.case(idOf('A'), viewer), await titleOf('B')]).toEqual([[], null, 'Omdøbt']);
  });

  it('lets nothing go on where failures stop, and loses nothing', async () => {
    await house.runner.stop();
    const { pool, eventStore: store, vault } = house.stores;
    const stopping = createProjectionRunner({ pool, store, vault, readModels, log, onFailure: 'stop' });
    await stopping.start();
    cases.failFor(isOf('A'));
    await house.publish([renamed('A', 'Omdøbt'), renamed('B', 'Omdøbt')]);
    await until(async () => Promise.resolve(stopping.health().fault === 'HANDLER_BROKEN'));
    expect([await parked(), await titleOf('B')]).toEqual([[], 'Anden']);
    cases.mend();
    await stopping.caughtUpTo(await house.stores.eventStore.head());
    expect([await titleOf('A'), await titleOf('B')]).toEqual(['Omdøbt', 'Omdøbt']);
    await stopping.stop();
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await holds()); await sleep(10))
    if (Date.now() > deadline) throw new Error('it did not come about');
}
