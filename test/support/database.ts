import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createPool } from '#stores';

/** A database of the test's own on the server that the whole run shares. */
export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  /** Cuts whoever is still connected and drops the database. */
  close(): Promise<void>;
}

/** A fresh, empty database (UTF8, C.UTF-8; no schema yet). The first call of a run starts the server, jest's teardown stops it. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const server = await sharedServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = server.replace(/\/[^/]*$/, `/${name}`);
  const pool = createPool({ url, size: 10 }); // says nothing of broken connections: tests break them on purpose
  return {
    url,
    pool,
    async close() {
      await pool.end();
      await administer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/** Workers of one run share a server: whoever makes the folder starts it, the others wait for its address. */
async function sharedServer(): Promise<string> {
  const run = process.env['OVERBLIK_TEST_RUN'];
  if (run === undefined) throw new Error('test/support/global-setup.js did not run');
  const address = join(run, 'url');
  if (isFirst(join(run, 'starting'))) {
    try {
      const { startTestServer } = await import('./test-server.js');
      const url = await startTestServer(run);
      writeFileSync(`${address}.new`, url);
      renameSync(`${address}.new`, address);
    } catch (error) {
      rmSync(join(run, 'starting'), { recursive: true });
      throw error;
    }
  }
  for (let waited = 0; !existsSync(address); waited += 20) {
    if (waited > 25_000) throw new Error('the shared test database did not start');
    await sleep(20);
  }
  return readFileSync(address, 'utf8');
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
