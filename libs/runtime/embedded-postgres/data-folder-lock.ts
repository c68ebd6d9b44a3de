import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeFault } from '../errors.js';
import { processStart } from './processes.js';

/** Who has the data folder: a running service that others may join, or a command that stops the database when it ends. */
export interface Owner {
  pid: number;
  start: string;
  kind: 'service' | 'command';
  /** Where the owner's database answers; absent until it does. */
  url?: string;
}

/** The owner of the folder, if that process still lives. */
export function ownerOf(dataFolder: string): Owner | undefined {
  const owner = readOwner(lockPath(dataFolder));
  return owner !== undefined && processStart(owner.pid) === owner.start ? owner : undefined;
}

/** Held by one process at a time, and void as soon as that process is gone. */
export interface DataFolderLock {
  announce(url: string): void;
  release(): void;
}

/**
 * Takes the folder for this process. Refuses, in one line, where a living process has it; a lock whose process is gone
 * (`kill -9`, power cut) is replaced.
 */
export function lockDataFolder(dataFolder: string, kind: Owner['kind']): DataFolderLock {
  const path = lockPath(dataFolder);
  const self: Owner = { pid: process.pid, start: processStart(process.pid) ?? '', kind };
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(self), { mode: 0o600 });
  try {
    // A link appears whole or not at all, and never over another: no process can see a half-written lock.
    for (let tries = 0; !isLinked(draft, path); tries += 1) {
      const owner = ownerOf(dataFolder);
      if (owner !== undefined || tries > 20) throw inUse(dataFolder, owner);
      removeStale(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    announce(url) {
      writeFileSync(draft, JSON.stringify({ ...self, url }), { mode: 0o600 });
      renameSync(draft, path);
    },
    release() {
      if (readOwner(path)?.start === self.start && readOwner(path)?.pid === self.pid) rmSync(path, { force: true });
    },
  };
}

function isLinked(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes may both find the lock stale: the slower one must not throw out the lock that the faster just took. */
function removeStale(path: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = readOwner(aside);
  if (taken !== undefined && processStart(taken.pid) === taken.start) isLinked(aside, path);
  rmSync(aside, { force: true });
}

function readOwner(path: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch {
    return undefined; // no lock, or one that no version of ours wrote: nobody to respect
  }
}

function inUse(dataFolder: string, owner: Owner | undefined): RuntimeFault {
  const who = owner?.kind === 'command' ? 'a running overblik command' : 'a running overblik (npm start)';
  const pid = owner === undefined ? '' : ` with process id ${owner.pid}`;
  return new RuntimeFault(
    'data-folder-in-use',
    `The data folder ${dataFolder} is in use by ${who}${pid}: stop it first`,
  );
}

const lockPath = (dataFolder: string): string => join(dataFolder, 'lock');
