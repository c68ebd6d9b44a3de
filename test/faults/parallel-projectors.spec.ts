import { setTimeout as sleep } from 'node:timers/promises';
import { createIntake, type Intake } from '#intake';
import { createProjectionRunner, readCheckpoints, type ProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import type { Stores } from '#stores';
import type { TestDatabase } from '../support/database.js';
import { openTestStores } from '../support/stores.js';
import { prepareChild, type Child } from './children.js';
import { importedList } from './import-events.js';
import { projectedRows, wordsAmiss } from './projected-rows.js';
import { spyReadModel } from './spy-read-model.js';

// Without purges: what they erase a later projector does not hear of, so it cannot make the same of the log.
const events = importedList().events.filter((event) => !JSON.stringify(event).includes('.purged'));
const silent = { info: () => undefined, warn: () => undefined };
const spies = [spyReadModel('spy_parts', true), spyReadModel('spy_whole', false)];
const all = [...readModels, ...spies];

describe('several projectors', () => {
  let stores: Stores;
  let database: TestDatabase;
  let intake: Intake;
  let close: () => Promise<void>;
  let since: Date;
  const children: Child[] = [];
  beforeEach(async () => {
    since = new Date();
    ({ stores, database, close } = await openTestStores());
    const { eventStore: store, vault, quarantine } = stores;
    intake = createIntake({ store, vault, quarantine, log: silent });
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => child.kill()));
    await close();
  });

  const publish = (from: number, to: number) =>
    intake.accept(events.slice(from, to), { kind: 'operator', name: 'test' });
  const runnerWith = (partitions: number, told: string[] = []): ProjectionRunner =>
    createProjectionRunner({
      pool: stores.pool,
      store: stores.eventStore,
      vault: stores.vault,
      readModels: all,
      log: { info: () => undefined, warn: (_, message) => void told.push(message) },
      partitions,
      pageSize: 50,
    });
  const owners = async (): Promise<(string | null)[]> => {
    const { rows } = await database.pool.query<{ owner: string | null }>(
      `select owner from overview.lease where unit like '%/4' order by unit`,
    );
    return rows.map(({ owner }) => owner);
  };
  async function until(condition: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + 60_000; !(await condition()); await sleep(50))
      if (Date.now() > deadline) throw new Error('it did not come to that');
  }
  async function untilProjected(): Promise<void> {
    const head = await stores.eventStore.head();
    await until(async () => (await readCheckpoints(database.pool)).every(({ position }) => position >= head));
  }
  /** Every event once in each spy, of which one is divided and one is not. */
  async function expectEachOnce(): Promise<void> {
    const { rows } = await database.pool.query(
      `select times, count(*)::int as events from overview.spy_parts group by 1`,
    );
    const { rows: whole } = await database.pool.query(
      `select times, count(*)::int as events from overview.spy_whole group by 1`,
    );
    const { rows: stored } = await database.pool.query<{ events: number }>(
      'select count(*)::int as events from overblik.events where type = any($1)',
      [[...(spies[0]?.hears ?? [])]],
    );
    expect({ rows, whole }).toEqual({ rows: [{ times: 1, ...stored[0] }], whole: [{ times: 1, ...stored[0] }] });
  }
  /** What a single projector makes of the same log from the beginning. */
  async function rowsOfOne(): Promise<string[]> {
    await database.pool.query('drop schema overview, overview_data cascade');
    const one = runnerWith(1);
    await one.start();
    await one.caughtUpTo(await stores.eventStore.head());
    await one.stop();
    return await projectedRows(database.pool, since);
  }

  it('make of the log what one makes of it, each event once, though they are killed and frozen as it comes', async () => {
    const start = await prepareChild('projector-child', 'spy-read-model');
    const begin = (): Child => {
      const child = start({ databaseUrl: database.url, partitions: 4, pageSize: 20 });
      children.push(child);
      return child;
    };
    const frozen = begin();
    let [one, other] = [begin(), begin()];
    await Promise.all([frozen, one, other].map((child) => child.says('projecting')));
    await until(async () => new Set(await owners()).size === 3);

    const step = 40;
    let isFrozen = false;
    for (let at = 0, turn = 0; at < events.length; at += step, turn++) {
      await publish(at, Math.min(events.length, at + step));
      await sleep(20 + Math.random() * 60);
      if (turn === 3) {
        frozen.process.kill('SIGSTOP');
        isFrozen = true;
      }
      if (turn % 8 === 7) {
        const killed = turn % 16 === 7 ? one : other;
        await killed.kill();
        if (killed === one) one = begin();
        else other = begin();
      }
    }
    expect(isFrozen).toBe(true);
    // Its lease runs out, the others take its work over, and everything is seen though it sleeps.
    await untilProjected();
    expect(new Set(await owners()).size).toBeLessThanOrEqual(2);
    frozen.process.kill('SIGCONT');
    await intake.accept([{ ...(events[0] as object), id: 'after-the-frost', time: '2026-06-01T10:00:00Z' }], {
      kind: 'operator',
      name: 'test',
    });
    await untilProjected();
    // It has noticed, and has a share again.
    await until(async () => new Set(await owners()).size === 3);
    await untilProjected();
    await Promise.all([frozen, one, other].map((child) => child.stop()));
    await expectEachOnce();
    const rows = await projectedRows(database.pool, since);
    expect(rows.length).toBeGreaterThan(1_000);
    expect(await wordsAmiss(database.pool)).toEqual([]);
    expect(await rowsOfOne()).toEqual(rows);
  }, 300_000);

  it('divide the work anew when it is to lie in other parts, and lose and double nothing', async () => {
    const third = Math.floor(events.length / 3);
    const parts: number[] = [];
    for (const [turn, partitions] of [1, 4, 2].entries()) {
      const runner = runnerWith(partitions);
      await runner.start();
      for (let at = turn * third; at < (turn === 2 ? events.length : (turn + 1) * third); at += 50)
        await publish(at, at + 50);
      await runner.caughtUpTo(await stores.eventStore.head());
      await runner.stop();
      const { rows } = await database.pool.query<{ parts: number }>(
        `select count(*)::int as parts from overview.checkpoint where read_model = 'case-overview'`,
      );
      parts.push(rows[0]?.parts ?? 0);
    }
    expect(parts).toEqual([1, 4, 2]);
    const rows = await projectedRows(database.pool, since);
    const ofOne = await rowsOfOne();
    const bySpies = (row: string): boolean => !row.startsWith('spy');
    expect(ofOne.filter(bySpies)).toEqual(rows.filter(bySpies));
  }, 120_000);

  it('do as those who project already, and say so, where one is started with another number of parts', async () => {
    const [told, toldLater]: [string[], string[]] = [[], []];
    const [first, second] = [runnerWith(2, told), runnerWith(4, toldLater)];
    await first.start();
    await until(async () => {
      const { rows } = await database.pool.query('select from overview.lease where owner is not null');
      return rows.length === 3;
    });
    await second.start();
    await publish(0, 100);
    await second.caughtUpTo(await stores.eventStore.head());
    const { rows } = await database.pool.query('select partitions from overview.engine');
    expect(rows).toEqual([{ partitions: 2 }]);
    expect([told, toldLater.map((message) => message.slice(0, 26))]).toEqual([[], ['the processes that project']]);
    await Promise.all([first.stop(), second.stop()]);
    await expectEachOnce();
  }, 60_000);
});
