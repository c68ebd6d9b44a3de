import { resolve } from 'node:path';
import type { Configuration } from './configuration.js';
import { findRunningDatabase, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { RuntimeFault } from './errors.js';
import type { Log } from './log.js';

/** The database that this process is to use, and whether it is up. */
export interface Database {
  readonly url: string;
  readonly origin: 'configured' | 'embedded' | 'running service';
  /** What the user should be told about where things lie. */
  readonly notes: readonly string[];
  /** False while an embedded server is down; a configured one is not ours to watch. */
  isRunning(): boolean;
  /** Stops the server if it was started here. */
  close(): Promise<void>;
}

/**
 * The database as configured: `DATABASE_URL`, else the embedded PostgreSQL of the data folder. A `command` joins the
 * database of a running service; a `service` starts its own and refuses a folder that someone has.
 */
export async function openDatabase(
  { databaseUrl, dataDir }: Pick<Configuration, 'databaseUrl' | 'dataDir'>,
  kind: 'service' | 'command',
  log: Log,
): Promise<Database> {
  const borrowed = { notes: [], isRunning: () => true, close: () => Promise.resolve() };
  if (databaseUrl !== undefined) return { url: databaseUrl, origin: 'configured', ...borrowed };
  const running = kind === 'command' ? await runningDatabase(dataDir) : undefined;
  if (running !== undefined) return { url: running, origin: 'running service', ...borrowed };
  const { url, notes, isRunning, stop } = await startEmbeddedPostgres({ dataDir, kind, log });
  return { url, notes, isRunning, close: stop, origin: 'embedded' };
}

/** A service that is starting has the folder but no address yet: worth a moment's wait. */
async function runningDatabase(dataDir: string): Promise<string | undefined> {
  for (let waited = 0; waited < 30_000; waited += 100) {
    const owner = findRunningDatabase(dataDir);
    if (owner === undefined) return undefined;
    if (owner.kind === 'command') {
      const folder = resolve(dataDir);
      throw new RuntimeFault(
        'data-folder-in-use',
        `Another overblik command (process ${owner.pid}) runs on ${folder}: wait for its end`,
      );
    }
    if (owner.url !== undefined) return owner.url;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new RuntimeFault(
    'data-folder-in-use',
    `The service on ${resolve(dataDir)} is starting and has no database yet`,
  );
}
