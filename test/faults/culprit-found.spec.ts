import { setTimeout as sleep } from 'node:timers/promises';
import { URL_NAMESPACE, uuidV5 } from '#contracts';
import {
  readParked,
  rowReadModel,
  stateTable,
  type OpenedRecord,
  type ReadModel,
  type TableDefinition,
} from '#projection-engine';
import { caseOverview, readModels } from '#read-models/projections';
import { openHouse, type House } from '../support/house.js';

const authority = '29189846';
const caseIds = Array.from({ length: 120 }, (_, index) => uuidV5(URL_NAMESPACE, `culprit|${index}`));
const at = (index: number): string => caseIds[index] ?? '';
const registered = (index: number): object => ({
  specversion: '1.0',
  id: `c${index}`,
  source: 'urn:overblik:source:ky',
  type: 'dk.overblik.case.registered.v1',
  subject: `case/${at(index)}`,
  time: '2024-03-01T10:00:00Z',
  authority,
  data: {
    caseNumber: `2024-${index}`,
    title: `Sag ${index}`,
    kle: '32.18.04',
    sensitivity: 'confidential',
    openedOn: '2024-01-01',
    parties: [],
  },
});
const purged = (index: number): object => ({
  ...registered(index),
  id: `p${index}`,
  type: 'dk.overblik.case.purged.v1',
  data: { basis: 'Arkivlov' },
});

/** A read model whose rows some cases cannot be written in. */
function dated(dayOf: (caseId: string) => string): ReadModel {
  const table: TableDefinition = {
    name: 'dated_case',
    columns: { key: 'text', day: 'date' },
    primaryKey: ['key'],
  };
  return rowReadModel({
    projection: { ...caseOverview, name: 'dated-case' },
    tables: [table],
    derive: (key, { purged: isPurged }) => (isPurged ? {} : { dated_case: [{ key, day: dayOf(key.slice(9)) }] }),
  });
}

/** The product's read model, whose own code over all keys throws for events that it is not told to hold back. */
function throwingFor(name: string, isBad: (event: OpenedRecord) => boolean): ReadModel {
  const model = readModels.find((each) => each.name === name);
  if (model === undefined) throw new Error(`no read model ${name}`);
  return {
    ...model,
    async takeIn(events, context) {
      await model.takeIn(events, context);
      const met = events.some((event) => isBad(event) && !context.parking.held.has(model.keyOf(event) ?? ''));
      if (met) throw new RangeError('Karla Eksempel');
    },
  };
}

describe('the event that a whole page fails by', () => {
  let house: House | undefined;
  const open = async (...models: readonly ReadModel[]): Promise<House> =>
    (house = await openHouse({ readModels: models }));
  afterEach(async () => {
    await house?.close();
    house = undefined;
  });

  it('is found where the database refuses what was derived of it: its key alone is parked', async () => {
    const bad = new Set([at(17), at(90)]);
    const { stores, publish, settle } = await open(dated((id) => (bad.has(id) ? '2024-02-30' : '2024-02-28')));
    await publish(caseIds.map((_, index) => registered(index)));
    await settle();
    const parked = await readParked(stores.pool);
    expect(parked.map(({ key, code, events }) => [key.slice(9), code, events])).toEqual(
      [at(17), at(90)].map((id) => [id, 'SQLSTATE 22008', 1]),
    );
    const { rows } = await stores.pool.query('select from overview.dated_case');
    expect(rows).toHaveLength(caseIds.length - 2);
  });

  it('is found where code over all keys throws, and parks what the read model says it stands for', async () => {
    const bad = `case/${at(40)}`;
    const { stores, publish, settle } = await open(
      throwingFor('source-status', ({ source }) => source.endsWith(':other')),
      throwingFor('case-overview', ({ objectId }) => `case/${objectId}` === bad),
    );
    await publish(
      caseIds.map((_, index) => ({
        ...registered(index),
        ...(index === 70 ? { source: 'urn:overblik:source:other' } : {}),
      })),
    );
    await settle();
    expect((await readParked(stores.pool)).map(({ readModel, key, code }) => [readModel, key, code])).toEqual([
      ['case-overview', `${authority}/${at(40)}`, 'RangeError'],
      ['source-status', `${authority}/urn:overblik:source:other`, 'RangeError'],
    ]);
    const { rows } = await stores.pool.query(`select from overview.${stateTable('case-overview').name}`);
    expect(rows).toHaveLength(caseIds.length - 1);
  });

  it('is a purge: then nothing goes on until it can act, and nothing is parked', async () => {
    let isBroken = true;
    const opened = await open(throwingFor('case-overview', ({ name }) => isBroken && name === 'case.purged'));
    const { stores, runner, publish, settle } = opened;
    await publish([registered(0), registered(1)]);
    await settle();
    await publish([purged(0)]);
    await until(() => runner.health().fault === 'RangeError');
    expect(await readParked(stores.pool)).toEqual([]);
    isBroken = false;
    await settle();
    const { rows } = await stores.pool.query<{ case_id: string }>('select case_id from overview.case_current');
    expect(rows.map(({ case_id: id }) => id)).toEqual([at(1)]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !holds(); await sleep(10))
    if (Date.now() > deadline) throw new Error('it did not come about');
}
