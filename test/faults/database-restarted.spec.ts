import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog, startEmbeddedPostgres, type EmbeddedPostgres } from '#runtime';
import { expectWhole, openLoadedHouse, type LoadedHouse } from './under-load.js';

/** Asked to stop at once, told to drop everything, and killed: a restart, a fault of its own, and a power cut. */
const WAYS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;

describe('a PostgreSQL that is stopped and started again under load', () => {
  let folder: string;
  let database: EmbeddedPostgres;
  let house: LoadedHouse | undefined;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'overblik-restarted-'));
    chmodSync(folder, 0o755);
    database = await startEmbeddedPostgres({
      dataDir: join(folder, 'data'),
      kind: 'service',
      log: createLog('silent'),
    });
  });
  afterAll(async () => {
    await house?.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('loses nothing, doubles nothing, and leaves every receipt true', async () => {
    house = await openLoadedHouse(database.url);
    let stopped = 0;
    const outcome = await house.sendAll(async () => {
      const way = WAYS[stopped];
      await sleep(way === undefined ? 100 : 400);
      if (way === undefined || !database.isRunning()) return;
      stopped++;
      process.kill(Number.parseInt(readFileSync(join(database.clusterFolder, 'postmaster.pid'), 'utf8'), 10), way);
      while (database.isRunning()) await sleep(5);
      while (!database.isRunning()) await sleep(5);
    });
    expect(stopped).toBe(WAYS.length);
    expect(outcome.answered).toBeGreaterThan(0);
    await expectWhole(house, outcome);
  }, 180_000);
});
