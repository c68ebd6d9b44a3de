import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import pg from 'pg';
import { createLog, findRunningDatabase, startEmbeddedPostgres } from '#runtime';
import { openStores } from '#stores';
import { startProgram, startStandalone } from '../support/program.js';
import type { RunningProgram } from '../support/program.js';

const standalone = 'apps/standalone/main.js';

// Each test starts whole processes, and a machine that does other things beside is slow at that.
jest.setTimeout(120_000);

describe('npm start', () => {
  let folder: string;
  let dataDir: string;
  const running: RunningProgram[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'overblik-start-'));
    chmodSync(folder, 0o755);
    dataDir = join(folder, 'data');
  });
  afterEach(async () => {
    for (const program of running.splice(0)) {
      program.child.kill('SIGTERM');
      await program.ended();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(environment: Record<string, string> = {}): Promise<RunningProgram & { url: string }> {
    const program = await startStandalone({ OVERBLIK_DATA_DIR: dataDir, ...environment });
    running.push(program);
    return program;
  }

  it('says that it is development, is ready, and is refused a second time on the same folder', async () => {
    const { url, output } = await start();
    expect(output()).toContain('This is development');
    expect(output()).toContain(dataDir);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(200);

    const second = await startProgram(standalone, { OVERBLIK_DATA_DIR: dataDir, PORT: '0' });
    expect(await second.ended()).toBe(1);
    expect(second.output().trim().split('\n')).toHaveLength(1);
    expect(second.output()).toContain(`${dataDir} is in use`);
  });

  it('keeps its data, and runs one PostgreSQL, after a kill -9; then stops cleanly when asked to', async () => {
    const first = await start();
    await query('create table kept as select 42 as answer');
    const orphan = serverPid();
    first.child.kill('SIGKILL');
    await first.ended();
    expect(isAlive(orphan)).toBe(true);

    const { child, ended } = await start();
    expect(await query('select answer from kept')).toEqual([{ answer: 42 }]);
    expect(isAlive(orphan)).toBe(false);
    const server = serverPid();
    expect(server).not.toBe(orphan);

    child.kill('SIGINT');
    child.kill('SIGINT'); // as npm and the terminal both do
    expect(await ended()).toBe(0);
    expect(isAlive(server)).toBe(false);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  it('answers 503 while a PostgreSQL that died is started again, and goes on', async () => {
    const { url, child } = await start({ LOG_LEVEL: 'silent' });
    const answers = new Set<number>();
    const server = serverPid();
    process.kill(server, 'SIGKILL');
    await becomes(async () => {
      const { status } = await fetch(`${url}/contracts`);
      answers.add(status);
      return status === 200 && answers.has(503);
    }, true);
    expect([...answers].sort()).toEqual([200, 503]);
    expect(serverPid()).not.toBe(server);
    await becomes(async () => (await fetch(`${url}/health/ready`)).status, 200);
    expect(child.exitCode).toBeNull();
  });

  it('refuses a master key that is not the one of its data', async () => {
    const log = createLog('silent');
    const database = await startEmbeddedPostgres({ dataDir, kind: 'command', log });
    await (await openStores({ databaseUrl: database.url, masterKey: Buffer.alloc(32, 1), log })).close();
    await database.stop();

    const otherKey = Buffer.alloc(32, 2).toString('base64');
    const second = await startProgram(standalone, {
      OVERBLIK_DATA_DIR: dataDir,
      OVERBLIK_MASTER_KEY: otherKey,
      PORT: '0',
    });
    expect(await second.ended()).toBe(1);
    expect(second.output()).toContain('master key is not the one');
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  it('refuses production without an issuer and a master key, all said at once', async () => {
    const program = await startProgram(standalone, { NODE_ENV: 'production', OVERBLIK_DATA_DIR: dataDir, PORT: 'x' });
    expect(await program.ended()).toBe(1);
    expect(program.output()).toMatch(/PORT(.|\n)*OIDC_ISSUER(.|\n)*OVERBLIK_MASTER_KEY/);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const program = await startProgram(standalone, {
      PORT: String(port),
      OVERBLIK_DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
    });
    expect(await program.ended()).toBe(1);
    expect(program.output().trim()).toBe(`overblik: port ${port} is taken by another program; set PORT to another`);
    other.close();
  });

  async function query(statement: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: findRunningDatabase(dataDir)?.url });
    await client.connect();
    const { rows } = await client.query(statement);
    await client.end();
    return rows;
  }

  function serverPid(): number {
    return Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  }
});

/** A dead process that nobody has asked after yet (Z) counts as dead. */
function isAlive(pid: number): boolean {
  return /^\d+ \(.*\) [^ZX]/.test(readIfThere(`/proc/${pid}/stat`));
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'latin1') : '';
}

async function becomes<T>(ask: () => Promise<T>, wanted: T): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(5)) {
    if ((await ask()) === wanted) return;
  }
  expect(await ask()).toBe(wanted);
}
