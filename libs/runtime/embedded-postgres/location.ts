import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RuntimeFault } from '../errors.js';
import { canRun, copyBinaries, packagedBinaries } from './binaries.js';
import { isOpenTo, serverUser } from './server-user.js';
import type { ServerUser } from './server-user.js';

/** Where the server's binaries and data lie, and what the user should be told about it. */
export interface Location {
  binaries: string;
  clusterFolder: string;
  user: ServerUser | undefined;
  notes: string[];
}

/**
 * Data lies in `<data folder>/postgres` and binaries where npm put them, unless we are root and the unprivileged user
 * that PostgreSQL must run as cannot get there (a clone under /root): then both go to a folder that is open to him.
 */
export function locate(
  dataFolder: string,
  elsewhere: readonly string[] = ['/var/lib/overblik', join(tmpdir(), 'overblik')],
): Location {
  const here = join(dataFolder, 'postgres');
  const user = serverUser(here);
  const notes: string[] = [];
  const packaged = packagedBinaries();
  if (user === undefined) return { binaries: packaged, clusterFolder: here, user, notes };

  chmodSync(dataFolder, statSync(dataFolder).mode | 0o111); // ours, and what is secret in it has a mode of its own
  const binaries = canRun(packaged, user) ? packaged : copyBinaries(packaged, openFolder(elsewhere, user));
  if (binaries !== packaged)
    notes.push(`PostgreSQL's user (${user.uid}) cannot read ${packaged}: it runs from a copy in ${binaries}`);

  const name = createHash('sha256').update(realpathSync(dataFolder)).digest('hex').slice(0, 16);
  const known = elsewhere.map((folder) => join(folder, name, 'postgres')).find(isCluster);
  if (isOpenTo(user, dataFolder) && (isCluster(here) || known === undefined)) {
    return { binaries, clusterFolder: here, user, notes };
  }
  const clusterFolder = known ?? join(openFolder(elsewhere, user), name, 'postgres');
  const home = join(clusterFolder, '..');
  mkdirSync(home, { recursive: true });
  chownSync(home, 0, 0);
  chmodSync(home, 0o711);
  if (known === undefined && isCluster(here)) {
    move(here, clusterFolder);
    notes.push(`The data was moved from ${here}, which is closed to PostgreSQL's user (${user.uid})`);
  }
  notes.push(
    `The database's data lies in ${clusterFolder}: ${dataFolder} is closed to PostgreSQL's user (${user.uid})`,
  );
  return { binaries, clusterFolder, user, notes };
}

function isCluster(folder: string): boolean {
  return existsSync(join(folder, 'PG_VERSION'));
}

/** The first of the folders that we can make, that is ours (in /tmp anyone could have put it there) and open to the user. */
function openFolder(candidates: readonly string[], user: ServerUser): string {
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true });
      if (statSync(folder).uid !== 0) continue;
      chmodSync(folder, 0o755);
      if (isOpenTo(user, folder)) return folder;
    } catch {
      continue; // read-only, or no such place on this system: the next may do
    }
  }
  const tried = candidates.join(', ');
  throw new RuntimeFault(
    'embedded-postgres',
    `As root PostgreSQL needs a folder that is open to another user; tried ${tried}`,
  );
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    const aside = `${to}.new`;
    rmSync(aside, { recursive: true, force: true });
    cpSync(from, aside, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    giveTo(aside, statSync(from));
    renameSync(aside, to);
    rmSync(from, { recursive: true, force: true });
  }
}

function giveTo(folder: string, owner: { uid: number; gid: number }): void {
  chownSync(folder, owner.uid, owner.gid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) giveTo(path, owner);
    else lchownSync(path, owner.uid, owner.gid);
  }
}
