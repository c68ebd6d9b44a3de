import { createProjectionRunner } from '#projection-engine';
import { caseOverview, readModels } from '#read-models/projections';
import { catalogue, exampleOf } from '#contracts';
import { failing } from '../../support/failing.js';
import { openHouse, type House } from '../../support/house.js';
import { testMasterKey } from '../../support/stores.js';
import { commandLine, type CommandLine } from './command-line.js';

const definition = catalogue.byName.get('case.registered');
if (definition === undefined) throw new Error('no case.registered');
const registered = exampleOf(definition);
const authority = registered['authority'] as string;
const key = `${authority}/${(registered['subject'] as string).slice(5)}`;
const again = (id: string, title: string): object => ({
  ...registered,
  id,
  time: '2026-06-01T10:00:00Z',
  data: { ...(registered['data'] as object), title },
});

/** A faulty program parked a case; the command line is the program that was mended, and projects by itself. */
describe('`overblik parked`', () => {
  let house: House;
  let cli: CommandLine;
  const cases = failing(caseOverview);

  beforeAll(async () => {
    house = await openHouse();
    cli = commandLine({
      DATABASE_URL: house.database.url,
      EVENT_STORE_URL: house.eventStoreUrl ?? '',
      OVERBLIK_MASTER_KEY: testMasterKey.toString('base64'),
      LOG_LEVEL: 'error',
    });
    await house.publish([registered]);
    await house.settle();
    await house.runner.stop();
  });
  afterAll(async () => {
    cli.remove();
    await house.close();
  });

  async function park(event: object): Promise<void> {
    const { pool, eventStore: store, vault } = house.stores;
    const log = { info: () => undefined, warn: () => undefined };
    const faulty = createProjectionRunner({ pool, store, vault, readModels, log });
    cases.failFor(({ name }) => name === 'case.registered');
    await faulty.start();
    await house.publish([event]);
    await faulty.caughtUpTo(await store.head());
    await faulty.stop();
    cases.mend();
  }
  const title = async (): Promise<unknown> => (await house.case(key.split('/')[1] ?? '', { authority }))?.['title'];

  it('lists what is parked, and `status` counts it', async () => {
    await park(again('again-1', 'Rettet'));
    const { stdout } = await cli.run(['parked', 'list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ readModel: 'case-overview', key, events: 1, code: 'HANDLER_BROKEN' });
    expect((await cli.run(['parked', 'list'])).stdout).toMatch(
      /^case-overview {2}\S+ {2}\d+ {2}1 events {2}HANDLER_BROKEN/,
    );
    const status = JSON.parse((await cli.run(['status', '--json'])).stdout) as {
      readModels: { name: string; parked: object }[];
    };
    expect(status.readModels.map(({ name, parked }) => [name, parked])).toEqual(
      expect.arrayContaining([
        ['case-overview', { keys: 1, events: 1 }],
        ['party-overview', { keys: 0, events: 0 }],
      ]),
    );
    expect((await cli.run(['status'])).stdout).toContain('PARKED 1 keys, 1 events');
  }, 60_000);

  it('replays a key with the mended program', async () => {
    expect(await cli.run(['parked', 'replay', 'case-overview', key])).toMatchObject({
      code: 0,
      lastLine: 'replayed 1 of 1',
    });
    expect(await title()).toBe('Rettet');
    const { code, stderr } = await cli.run(['parked', 'replay', 'case-overview', key]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not parked')]);
  }, 60_000);

  it('drops a key, and records who did it', async () => {
    await park(again('again-2', 'Droppes'));
    expect(await cli.run(['parked', 'drop', 'case-overview', key])).toMatchObject({
      code: 0,
      lastLine: 'dropped 1 events',
    });
    expect(await title()).toBe('Rettet');
    const { eventStore, vault } = house.stores;
    const { events } = await eventStore.readAll(0, 1_000);
    const [act] = await vault.open(events.filter(({ type }) => type === 'operation.parked-dropped'));
    expect(act?.data).toMatchObject({ readModel: 'case-overview', key, events: 1, by: expect.stringMatching(/^cli:/) });
  }, 60_000);
});
