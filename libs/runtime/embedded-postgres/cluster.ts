import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RuntimeFault } from '../errors.js';
import { isServerOf, waitForEnd } from './processes.js';
import type { ServerUser } from './server-user.js';

/** One PostgreSQL data folder and what is needed to run it. */
export interface Cluster {
  folder: string;
  binaries: string;
  user: ServerUser | undefined;
  password: string;
  logFile: string;
  /** Put over our own settings; for tests. */
  settings?: Readonly<Record<string, string>>;
}

const USER = 'overblik';

/** The address of a cluster's database. */
export function clusterUrl(cluster: Cluster, port: number, database = 'overblik'): string {
  return `postgres://${USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** Makes the cluster where there is none yet. One that was killed while being made is made anew. */
export function createCluster(cluster: Cluster): void {
  if (existsSync(join(cluster.folder, 'PG_VERSION'))) return;
  const aside = `${cluster.folder}.new`;
  const passwordFile = `${aside}.password`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.user) {
    chownSync(aside, cluster.user.uid, cluster.user.gid);
    chownSync(passwordFile, cluster.user.uid, cluster.user.gid);
  }
  // SQL_ASCII would result where LANG is unset; the built-in provider sorts alike on every machine.
  const options = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--auth=scram-sha-256'];
  const made = spawnSync(
    join(cluster.binaries, 'bin', 'initdb'),
    ['-D', aside, '-U', USER, `--pwfile=${passwordFile}`, '--no-instructions', ...options],
    { ...cluster.user, cwd: dirname(aside), env: serverEnvironment(), encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    const reason = (made.error?.message ?? made.stderr).trim().split('\n').join(' ');
    throw new RuntimeFault('embedded-postgres', `PostgreSQL's data folder could not be made: ${reason}`);
  }
  rmSync(cluster.folder, { recursive: true, force: true });
  renameSync(aside, cluster.folder);
}

/** A server that was started and may not answer yet. */
export interface Launch {
  child: ChildProcess;
  /** Resolves when the server answers; rejects when it ended before. */
  answers: Promise<void>;
}

/**
 * Starts the server. It is put out of the terminal's reach (Ctrl-C must not stop it before we have let go of it) and so
 * outlives a parent that was killed: see `stopOrphan`.
 */
export function launchCluster(cluster: Cluster, port: number): Launch {
  const log = openSync(cluster.logFile, 'a', 0o600);
  const settings = Object.entries({ ...serverSettings(port), ...cluster.settings });
  const child = spawn(
    join(cluster.binaries, 'bin', 'postgres'),
    ['-D', cluster.folder, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...cluster.user, cwd: cluster.folder, env: serverEnvironment(), detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  const ended = new AbortController();
  child.once('error', (error) => ended.abort(error.message));
  child.once('exit', (code, signal) => ended.abort(`it ended with ${code ?? signal ?? 'no code'}`));
  const answers = untilItAnswers(cluster, port, ended.signal);
  answers.catch(() => undefined); // whoever is not interested in the answer still sees the exit
  return { child, answers };
}

/** Makes the database where there is none. */
export async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl(cluster, port, 'postgres') });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = 'overblik'");
    if (found.rowCount === 0) await client.query('create database overblik');
  } finally {
    await client.end();
  }
}

/** Stops the server as PostgreSQL's "fast" does: sessions are cut, what was committed is safe. */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitForEnd(pid, 20_000)) return;
  signal(pid, 'SIGQUIT');
  if (await waitForEnd(pid, 10_000)) return;
  throw new RuntimeFault('embedded-postgres', `PostgreSQL (process ${pid}) does not stop`);
}

/**
 * Clears away what a killed run left: its server, which still runs, is stopped; a lock file whose process is gone, or is
 * by now some other program, is removed (PostgreSQL itself would refuse to start when the id was given to a process of
 * the same user). Returns the id of the server that was stopped.
 */
export async function stopOrphan(clusterFolder: string): Promise<number | undefined> {
  const file = join(clusterFolder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'latin1'), 10);
  if (!(pid > 0) || !isServerOf(pid, clusterFolder)) {
    rmSync(file, { force: true });
    return undefined;
  }
  await stopServer(pid);
  return pid;
}

/** A port on loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(cluster: Cluster, port: number, ended: AbortSignal): Promise<void> {
  // Without a time limit: recovery after a power cut takes minutes on a slow disk, and no harm comes of waiting.
  for (;;) {
    if (ended.aborted) {
      const reason = `PostgreSQL did not start (${String(ended.reason)}); see ${cluster.logFile}`;
      throw new RuntimeFault('embedded-postgres', reason);
    }
    const client = new pg.Client({ connectionString: clusterUrl(cluster, port, 'postgres') });
    client.on('error', () => undefined); // told by connect as well
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if ((cause as { code?: string }).code === '28P01') {
        const reason = 'PostgreSQL does not know the password in the keys folder';
        throw new RuntimeFault('embedded-postgres', reason, { cause });
      }
      await sleep(20);
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** What the server gets of our environment: nothing but the way to its tools; no PG* variable of the caller's may reach it. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

/** Moderate, for a small machine. Durability (fsync, full_page_writes, synchronous_commit) stays as PostgreSQL ships it: on. */
function serverSettings(port: number): Record<string, string> {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)}MB`;
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    // No socket file: its path may be too long for the system, and TCP on loopback is all we use.
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: megabytes(Math.min(256 * 1024 * 1024, totalmem() / 8)),
    effective_cache_size: megabytes(Math.max(256 * 1024 * 1024, freemem() / 2)),
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    wal_buffers: '16MB',
    min_wal_size: '256MB',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    datestyle: 'ISO, YMD',
    // Statements and details name values, and values are citizens: the log tells what failed, never with what.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
  };
}
