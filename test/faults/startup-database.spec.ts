import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import pg from 'pg';
import { createLog, startEmbeddedPostgres } from '#runtime';
import type { EmbeddedPostgres } from '#runtime';

const isRoot = process.getuid?.() === 0;
const log = createLog('silent');

jest.setTimeout(120_000);

describe('the embedded PostgreSQL', () => {
  let folder: string;
  let dataDir: string;
  let database: EmbeddedPostgres | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'overblik-embedded-'));
    chmodSync(folder, 0o755);
    dataDir = join(folder, 'data');
  });
  afterEach(async () => {
    await database?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<EmbeddedPostgres> =>
    (database = await startEmbeddedPostgres({ dataDir, kind: 'service', log, elsewhere: [join(folder, 'elsewhere')] }));

  it('is durable, UTF8, on loopback, behind a password that only we may read', async () => {
    const { url } = await start();
    const { rows } = await query(
      url,
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
              current_setting('synchronous_commit') as commits, current_setting('server_encoding') as encoding,
              current_setting('listen_addresses') as addresses, lower('ÆØÅ') as lowered`,
    );
    expect(rows).toEqual([
      { fsync: 'on', pages: 'on', commits: 'on', encoding: 'UTF8', addresses: '127.0.0.1', lowered: 'æøå' },
    ]);
    expect(statSync(join(dataDir, 'keys', 'postgres.password')).mode & 0o777).toBe(0o600);
    await expect(query(url.replace(/:[^:@]+@/, ':guess@'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('starts where the lock of a server that is gone was left, even if its id is another process by now', async () => {
    const { url, clusterFolder, stop } = await start();
    await query(url, 'create table kept as select 42 as answer');
    const lock = join(clusterFolder, 'postmaster.pid');
    const left = readFileSync(lock, 'utf8');
    await stop();
    const stranger = spawn('sleep', ['60']);
    writeFileSync(lock, left.replace(/^\d+/, String(stranger.pid)));

    const again = await start();
    expect((await query(again.url, 'select answer from kept')).rows).toEqual([{ answer: 42 }]);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  it('is made anew where its making was killed half-way', async () => {
    mkdirSync(join(dataDir, 'postgres.new'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres.new', 'PG_VERSION'), '18');
    const { url } = await start();
    expect((await query(url, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('comes back on the same address each time it is killed', async () => {
    const running = await start();
    for (let round = 0; round < 2; round += 1) {
      const pid = Number.parseInt(readFileSync(join(running.clusterFolder, 'postmaster.pid'), 'utf8'), 10);
      process.kill(pid, 'SIGKILL');
      while (running.isRunning()) await sleep(5);
      while (!running.isRunning()) await sleep(5);
      expect((await query(running.url, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
    }
  });

  it('can be stopped while it is coming back', async () => {
    const running = await start();
    const pid = Number.parseInt(readFileSync(join(running.clusterFolder, 'postmaster.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGKILL');
    while (running.isRunning()) await sleep(5);
    await running.stop();
    await sleep(300);
    await expect(query(running.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  // Only root has a folder that PostgreSQL's user cannot enter: any other user runs PostgreSQL as himself.
  if (isRoot) {
    it('goes elsewhere, says so, and is found again, where the folder is closed to it', async () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      dataDir = join(closed, 'data');
      const first = await start();
      expect(dirname(dirname(first.clusterFolder))).toBe(join(folder, 'elsewhere'));
      expect(first.notes.join()).toContain(first.clusterFolder);
      await query(first.url, 'create table kept as select 42 as answer');
      await first.stop();

      const second = await start();
      expect((await query(second.url, 'select answer from kept')).rows).toEqual([{ answer: 42 }]);
      await second.stop();

      chmodSync(closed, 0o755); // opened again: the data stays where it is
      const third = await start();
      expect((await query(third.url, 'select answer from kept')).rows).toEqual([{ answer: 42 }]);
    });

    it('takes its data along when the folder is closed after the first start', async () => {
      dataDir = join(folder, 'clone', 'data');
      const first = await start();
      await query(first.url, 'create table kept as select 42 as answer');
      await first.stop();

      chmodSync(join(folder, 'clone'), 0o700);
      const second = await start();
      expect(second.notes.join()).toContain('The data was moved');
      expect((await query(second.url, 'select answer from kept')).rows).toEqual([{ answer: 42 }]);
    });
  }
});

async function query(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}
