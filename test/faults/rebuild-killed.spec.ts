import { setTimeout as sleep } from 'node:timers/promises';
import { createProjectionRunner, type ReadModel } from '#projection-engine';
import { caseOverview, readModels } from '#read-models/projections';
import { openHouse, scopeOf, type House } from '../support/house.js';
import { prepareChild, type Child } from './children.js';
import { AUTHORITY, importedList } from './import-events.js';
import { projectedRows } from './projected-rows.js';

const events = importedList().events.filter((event) => !JSON.stringify(event).includes('.purged'));
const { name: NAME, version: VERSION } = caseOverview;
/** Of code that is newer than what serves. */
const NEXT = VERSION + 1;

async function publishAll(house: House): Promise<void> {
  for (let at = 0; at < events.length; at += 50) await house.publish(events.slice(at, at + 50));
  await house.settle();
}

describe('the tables of a read model', () => {
  let house: House;
  let since: Date;
  const children: Child[] = [];
  beforeEach(async () => {
    since = new Date();
    house = await openHouse();
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    await house.close();
  });

  it('are built to the end though the process that builds them is killed again and again', async () => {
    await publishAll(house);
    const rows = await projectedRows(house.database.pool, since);
    const start = await prepareChild('projector-child', 'spy-read-model');
    const begin = (): Child => {
      const child = start({ databaseUrl: house.database.url, rebuild: NAME });
      children.push(child);
      return child;
    };
    const killed: boolean[] = [];
    for (const ms of [0, 150, 300, 60, 450, 100, 225]) {
      const child = begin();
      await child.says('rebuilding');
      await sleep(ms);
      await child.kill();
      killed.push(!child.output().includes('rebuilt'));
    }
    expect(killed.filter((isKilled) => isKilled).length).toBeGreaterThanOrEqual(3);
    const last = begin();
    await last.ended;
    expect(last.output()).toMatch(/rebuilt .*"status":"swapped"/);
    await house.settle();
    expect(await projectedRows(house.database.pool, since)).toEqual(rows);
  }, 300_000);

  /** The house's database with other code: this case overview. */
  const withCode = (change: (model: ReadModel) => Partial<ReadModel>) => {
    const { pool, eventStore: store, vault } = house.stores;
    const told: string[] = [];
    const models = readModels.map((model) => (model.name === NAME ? { ...model, ...change(model) } : model));
    const log = { info: () => undefined, warn: (_: object, message: string) => void told.push(message) };
    return { told, runner: createProjectionRunner({ pool, store, vault, readModels: models, log }) };
  };
  const untilBuilt = async (runner: House['runner']): Promise<void> => {
    for (let tries = 0; tries < 400 && runner.health().building.length > 0; tries++) await sleep(50);
  };
  const versions = async () =>
    (await house.runner.generations())
      .filter(({ name }) => name === NAME)
      .map(({ version, generation, status }) => ({ version, generation, status }));

  it('go on under a newer version of the same shape, which says that a rebuild is due', async () => {
    await house.publish(events.slice(0, 100));
    await house.settle();
    await house.runner.stop();
    const { runner, told } = withCode(() => ({ version: NEXT }));
    await runner.start();
    await house.publish(events.slice(100, 200));
    await runner.caughtUpTo(await house.stores.eventStore.head());
    expect(told).toEqual([expect.stringContaining('overblik rebuild case-overview')]);
    expect(await versions()).toEqual([{ version: VERSION, generation: 1, status: 'serving' }]);
    await runner.rebuild(NAME);
    expect((await versions())[0]).toEqual({ version: NEXT, generation: 2, status: 'serving' });
    await runner.stop();
  }, 60_000);

  it('of another shape are built anew by themselves, beside the old ones, and come back for the older program', async () => {
    await publishAll(house);
    await house.runner.stop();
    const { runner, told } = withCode(({ tables }) => ({
      version: NEXT,
      tables: tables.map((table, index) => (index === 1 ? { ...table, storage: 'fillfactor = 70' } : table)),
    }));
    await runner.start();
    expect(runner.health().building).toEqual([NAME]);
    await untilBuilt(runner);
    expect([runner.health().building, told]).toEqual([[], [expect.stringContaining('another shape')]]);
    await house.publish([{ ...(events[0] as object), id: 'later', time: '2026-06-01T10:00:00Z' }]);
    await runner.caughtUpTo(await house.stores.eventStore.head());
    expect(await versions()).toEqual([
      { version: NEXT, generation: 2, status: 'serving' },
      { version: VERSION, generation: 1, status: 'kept' },
    ]);
    await runner.stop();
    await house.runner.start();
    await untilBuilt(house.runner);
    await house.settle();
    expect(await versions()).toEqual([
      { version: VERSION, generation: 1, status: 'serving' },
      { version: NEXT, generation: 2, status: 'kept' },
    ]);
    // It has missed nothing: one built from the first event holds the same.
    await house.runner.rebuild(NAME);
  }, 60_000);

  it('of an older shape let a search wait plainly, until they are built anew', async () => {
    await publishAll(house);
    const search = () =>
      house.queries.search('person', null, { first: 5, after: null }, scopeOf({ authority: AUTHORITY }));
    const { totalCount } = await search();
    expect(totalCount).toBeGreaterThan(5);
    await house.runner.stop();
    // As a program from before the rights stood beside the words has left it.
    await house.database.pool.query(`drop view overview.case_words;
      create view overview.case_words as select authority, case_id, segment, valid_from, valid_to, words from overview_data.case_words_g1;
      update overview.generation set shape = 'older' where read_model = '${NAME}'`);
    await expect(search()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await house.runner.start();
    await untilBuilt(house.runner);
    expect((await search()).totalCount).toBe(totalCount);
  }, 60_000);

  it('find what they found by the vocabulary of whole words that an older program left', async () => {
    await publishAll(house);
    const { pool } = house.database;
    const parts = 'select authority, part, word from overview.word_part order by 1, 2, 3';
    const { rows: known } = await pool.query(parts);
    await house.runner.stop();
    await pool.query(`create table overview.search_word as select distinct authority, word from overview.word_part;
      delete from overview.word_part`);
    await house.runner.start();
    expect((await pool.query(parts)).rows).toEqual(known);
    expect((await pool.query(`select to_regclass('overview.search_word') as left`)).rows).toEqual([{ left: null }]);
  }, 60_000);

  it('are dropped when they have been kept for half a day, since they hold what was purged since', async () => {
    await house.publish(events.slice(0, 50));
    await house.settle();
    await house.runner.rebuild(NAME);
    await house.runner.stop();
    await house.runner.start();
    expect((await versions()).map(({ status }) => status)).toEqual(['serving', 'kept']);
    await house.runner.stop();
    await house.database.pool.query(
      `update overview.generation set finished_at = now() - interval '13 hours' where status = 'kept'`,
    );
    await house.runner.start();
    for (let tries = 0; tries < 200 && (await versions()).length > 1; tries++) await sleep(50);
    const { rows } = await house.database.pool.query(`select to_regclass('overview_data.case_current_g1') as left`);
    expect([await versions(), rows]).toEqual([
      [{ version: VERSION, generation: 2, status: 'serving' }],
      [{ left: null }],
    ]);
  }, 60_000);

  it('of the layout before generations are thrown away and projected again', async () => {
    await house.publish(events.slice(0, 200));
    await house.settle();
    const rows = await projectedRows(house.database.pool, since);
    await house.runner.stop();
    await house.database.pool.query(
      `drop schema overview, overview_data cascade; create schema overview;
       create table overview.checkpoint (name text primary key, version integer, shape text, position bigint);
       create table overview.case_current (authority text)`,
    );
    await house.runner.start();
    await house.settle();
    expect(await projectedRows(house.database.pool, since)).toEqual(rows);
  }, 60_000);
});
