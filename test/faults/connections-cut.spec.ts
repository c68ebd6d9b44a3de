import { setTimeout as sleep } from 'node:timers/promises';
import { openTestDatabase, type TestDatabase } from '../support/database.js';
import { openCuttingProxy, type CuttingProxy } from './cutting-proxy.js';
import { expectWhole, openLoadedHouse, type LoadedHouse } from './under-load.js';

const randomPause = (most: number): Promise<void> => sleep(Math.random() * most);

/** Intake, projector and queries at work, and the database cut off from them again and again. */
describe('connections that are cut under load', () => {
  let database: TestDatabase;
  let proxy: CuttingProxy | undefined;
  let house: LoadedHouse | undefined;
  beforeEach(async () => (database = await openTestDatabase()));
  afterEach(async () => {
    await house?.close();
    await proxy?.close();
    await database.close();
    [house, proxy] = [undefined, undefined];
  });

  it('by the server, in the middle of flushes and pages: nothing is lost, doubled or untrue', async () => {
    house = await openLoadedHouse(database.url);
    let ended = 0;
    const outcome = await house.sendAll(async () => {
      await randomPause(150);
      const { rows } = await database.pool.query<{ ended: string }>(
        `select count(*) filter (where pg_terminate_backend(pid)) as ended from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and application_name like 'overblik%' and random() < 0.6`,
      );
      ended += Number(rows[0]?.ended);
    });
    expect(ended).toBeGreaterThan(10);
    expect(outcome.answered).toBeGreaterThan(0);
    await expectWhole(house, outcome);
  }, 180_000);

  it('on the wire, in the middle of messages both ways: nothing is lost, doubled or untrue', async () => {
    const wire = await openCuttingProxy(database.url);
    proxy = wire;
    house = await openLoadedHouse(wire.url);
    const outcome = await house.sendAll(async () => {
      await randomPause(300); // a new connection takes its time: cut oftener, nothing would ever get through
      wire.cut(0.3);
    });
    wire.cut(0);
    expect(wire.cuts).toBeGreaterThan(10);
    expect(outcome.answered).toBeGreaterThan(0);
    await expectWhole(house, outcome);
  }, 180_000);
});
