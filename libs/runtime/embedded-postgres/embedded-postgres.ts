import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import { writeSecret } from '../secret-file.js';
import {
  clusterUrl,
  createCluster,
  createDatabase,
  freePort,
  launchCluster,
  stopOrphan,
  stopServer,
} from './cluster.js';
import type { Cluster } from './cluster.js';
import { lockDataFolder, ownerOf } from './data-folder-lock.js';
import type { DataFolderLock, Owner } from './data-folder-lock.js';
import { locate } from './location.js';

/** A PostgreSQL of our own, as long as this process lives. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly clusterFolder: string;
  /** What the user should be told about where things lie; empty on an ordinary clone. */
  readonly notes: readonly string[];
  /** False while the server is down and being started again. */
  isRunning(): boolean;
  /** Stops the server and gives the data folder free. May be called twice. */
  stop(): Promise<void>;
}

/** What `startEmbeddedPostgres` is told. */
export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** A `service` may be joined by commands; a `command` stops the database when it ends. */
  kind: Owner['kind'];
  log: Log;
  /** Folders to try, in order, where a clone of root's is closed to PostgreSQL's user. */
  elsewhere?: readonly string[];
  /** Server settings put over our own; for tests. */
  settings?: Readonly<Record<string, string>>;
}

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, makes it the first time, and starts it again whenever it dies.
 * Refuses with a `RuntimeFault` where another process has the data folder. Never two servers on one folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataDir);
  mkdirSync(dataFolder, { recursive: true });
  const lock = lockDataFolder(dataFolder, options.kind);
  try {
    const { cluster, notes } = prepare(dataFolder, options);
    const orphan = await stopOrphan(cluster.folder);
    if (orphan !== undefined) options.log.warn(`PostgreSQL of a run that was killed (process ${orphan}) was stopped`);
    const { child, port } = await launchOnFreePort(cluster);
    lock.announce(clusterUrl(cluster, port));
    return supervise({ cluster, port, child, lock, notes, log: options.log });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Starts a server that nobody watches and that outlives us: what a test run shares. `stopOrphan` stops it. */
export async function launchDetachedCluster(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const { cluster } = prepare(resolve(dataDir), { settings });
  const { child, port } = await launchOnFreePort(cluster);
  child.unref();
  return clusterUrl(cluster, port);
}

/** The living process that has this data folder, and where its database answers (once it does). */
export function findRunningDatabase(
  dataDir: string,
): { url: string | undefined; pid: number; kind: Owner['kind'] } | undefined {
  const owner = ownerOf(resolve(dataDir));
  return owner && { url: owner.url, pid: owner.pid, kind: owner.kind };
}

interface Supervised {
  cluster: Cluster;
  port: number;
  child: ChildProcess;
  lock: DataFolderLock;
  notes: readonly string[];
  log: Log;
}

function supervise({ cluster, port, child: first, lock, notes, log }: Supervised): EmbeddedPostgres {
  let child: ChildProcess | undefined = first;
  let isUp = true;
  let stopping: Promise<void> | undefined;
  const abort = new AbortController();

  const watch = (watched: ChildProcess): void => {
    const onEnd = (): void => {
      if (child === watched) child = undefined;
      if (stopping !== undefined || !isUp) return;
      isUp = false;
      log.error(`PostgreSQL ended (${watched.exitCode ?? watched.signalCode ?? 'no code'}): starting it again`);
      void revive();
    };
    if (watched.exitCode !== null || watched.signalCode !== null) onEnd();
    else watched.once('exit', onEnd);
  };

  const revive = async (): Promise<void> => {
    // The same port, so that every pool finds the server where it was. What its last moments left (children that have
    // not yet seen that the server is gone) makes the first tries fail now and then.
    for (let pause = 50; stopping === undefined; pause = Math.min(pause * 2, 5_000)) {
      try {
        const launched = launchCluster(cluster, port);
        child = launched.child;
        await launched.answers;
        isUp = true;
        log.info('PostgreSQL is back');
        watch(launched.child);
        return;
      } catch (error) {
        child = undefined;
        log.error(error instanceof Error ? error.message : 'PostgreSQL did not start');
        await sleep(pause, undefined, { signal: abort.signal }).catch(() => undefined);
      }
    }
  };

  // For an end that nobody planned (an uncaught exception): ask the server to stop, there is no time to wait for it.
  const onExit = (): void => void child?.kill('SIGINT');
  process.once('exit', onExit);
  watch(first);

  const stop = async (): Promise<void> => {
    abort.abort();
    if (child?.pid !== undefined) await stopServer(child.pid); // also one that is only on its way up
    process.off('exit', onExit);
    lock.release();
  };
  return {
    url: clusterUrl(cluster, port),
    clusterFolder: cluster.folder,
    notes,
    isRunning: () => isUp && stopping === undefined,
    stop: () => (stopping ??= stop()),
  };
}

function prepare(
  dataFolder: string,
  { elsewhere, settings = {} }: Pick<EmbeddedPostgresOptions, 'elsewhere' | 'settings'>,
): { cluster: Cluster; notes: string[] } {
  const { binaries, clusterFolder: folder, user, notes } = locate(dataFolder, elsewhere);
  const password = databasePassword(dataFolder);
  return { cluster: { folder, binaries, user, password, logFile: logFile(dataFolder), settings }, notes };
}

async function launchOnFreePort(cluster: Cluster): Promise<{ child: ChildProcess; port: number }> {
  createCluster(cluster);
  // Between finding a free port and taking it another program may take it: once or twice is bad luck, more is a fault.
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      const { child, answers } = launchCluster(cluster, port);
      await answers;
      await createDatabase(cluster, port);
      return { child, port };
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}

function databasePassword(dataFolder: string): string {
  const file = join(dataFolder, 'keys', 'postgres.password');
  if (!existsSync(file)) writeSecret(file, randomBytes(24).toString('base64url'));
  return readFileSync(file, 'utf8').trim();
}

function logFile(dataFolder: string): string {
  const file = join(dataFolder, 'postgres.log');
  if (existsSync(file) && statSync(file).size > 10_000_000) truncateSync(file);
  return file;
}
