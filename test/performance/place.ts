import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Pool } from 'pg';
import { createDevelopmentIssuer } from '#access';
import type { TokenRequest } from '#access';
import { createLog, startEmbeddedPostgres } from '#runtime';
import { createPool, openStores } from '#stores';
import type { Stores } from '#stores';
import { startProcess } from './processes.js';
import type { OwnProcess } from './processes.js';

/** The municipality of every measurement. */
export const AUTHORITY = '29189846';
const MASTER_KEY = Buffer.alloc(32, 7);

/** A fresh PostgreSQL as the program itself starts it, and what the measurements start on it. */
export interface Place {
  readonly folder: string;
  readonly pool: Pool;
  /** An empty database of that name. */
  createDatabase(name: string): Promise<{ url: string; pool: Pool }>;
  openStores(url: string): Promise<Stores>;
  /** The whole program in one process, on that database. */
  startStandalone(databaseUrl: string, nodeOptions?: readonly string[]): Promise<OwnProcess>;
  mint(request: Omit<TokenRequest, 'authority'>): Promise<string>;
  close(): Promise<void>;
}

/** How the place is set up. */
export interface PlaceOptions {
  /** Where to write CPU profiles of the program. */
  readonly profileFolder: string | undefined;
}

/** Makes the place in a folder of its own, which goes with it. */
export async function openPlace({ profileFolder }: PlaceOptions): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'overblik-bench-'));
  chmodSync(folder, 0o755); // run as root, the database belongs to another user, who must get in
  const server = await startEmbeddedPostgres({ dataDir: folder, kind: 'command', log: createLog('warn') });
  const pool = createPool({ url: server.url, size: 4, name: 'bench' });
  const pools: Pool[] = [pool];
  const issuer = await createDevelopmentIssuer({
    keyFolder: join(folder, 'keys'),
    audience: 'overblik',
    production: false,
  });
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const options = [...startOptions(), ...profiling];
  return {
    folder,
    pool,
    async createDatabase(name) {
      await pool.query(`drop database if exists ${name} with (force)`);
      await pool.query(`create database ${name}`);
      const url = server.url.replace(/\/[^/]*$/, `/${name}`);
      const own = createPool({ url, size: 4, name: 'bench' });
      pools.push(own);
      return { url, pool: own };
    },
    openStores: (url) => openStores({ databaseUrl: url, masterKey: MASTER_KEY, log: { warn: () => undefined } }),
    startStandalone: (databaseUrl, nodeOptions = []) =>
      startProcess({
        main: '../../apps/standalone/main.js',
        environment: {
          DATABASE_URL: databaseUrl,
          OVERBLIK_DATA_DIR: folder,
          OVERBLIK_MASTER_KEY: MASTER_KEY.toString('base64'),
          PORT: '0',
          LOG_LEVEL: 'warn',
          // One token asks all, as fast as it can.
          RATE_LIMIT_QUESTIONS: '0',
          RATE_LIMIT_DELIVERIES: '0',
        },
        tells: /Overblik runs on (http\S+)/,
        options: [...options, ...nodeOptions],
      }),
    mint: (request) => issuer.mint({ authority: AUTHORITY, ...request }),
    async close() {
      for (const each of pools) await each.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      // Where root's folder was closed to PostgreSQL's user, its data lies in a folder elsewhere, made for this one.
      if (!server.clusterFolder.startsWith(folder))
        rmSync(dirname(server.clusterFolder), { recursive: true, force: true });
    },
  };
}

/** The options of Node with which `npm start` starts the program: what is measured is what runs. */
function startOptions(): string[] {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { scripts } = JSON.parse(manifest) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** Full pages go to the log after each checkpoint: every measured round begins with one, so that they cost each the same. */
export async function settleServer(pool: Pool): Promise<void> {
  await pool.query('checkpoint');
}

/** One connection for a measurement that uses no more. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
