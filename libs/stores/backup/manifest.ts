import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StoresFault } from '../errors.js';

/** One table of a backup. */
export interface BackedUpTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly file: string;
  readonly sha256: string;
}

/** What a backup holds, written last: a folder without it is no backup. */
export interface Manifest {
  readonly format: 1;
  readonly createdAt: string;
  /** The schema it was taken from. */
  readonly migrations: readonly string[];
  /** Tells the master key apart from any other, and nothing of it. */
  readonly keyCheck: string;
  readonly events: 'database' | 'cluster';
  readonly tables: readonly BackedUpTable[];
}

const NAME = 'manifest.json';

/** How many events and access entries a backup holds; of events in a cluster, those that were known to stand there. */
export function eventsIn({ events, tables }: Manifest): { events: number; access_log: number } {
  const rowsOf = (table: string): number => tables.find(({ name }) => name === table)?.rows ?? 0;
  return { events: rowsOf(events === 'cluster' ? 'cluster_event' : 'events'), access_log: rowsOf('access_log') };
}

/** Whole and on disk before it has its name. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const draft = join(folder, `${NAME}.new`);
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, join(folder, NAME));
}

/** The manifest of a folder whose every file is as it was written. @throws StoresFault where one is missing, added or changed */
export async function readManifest(folder: string): Promise<Manifest> {
  const files = await readdir(folder);
  if (!files.includes(NAME)) throw incomplete('it has no manifest.json');
  const manifest = parsed(await readFile(join(folder, NAME), 'utf8'));
  const known = new Set([NAME, ...manifest.tables.map(({ file }) => file)]);
  for (const file of files) if (!known.has(file)) throw incomplete(`${file} does not belong to it`);
  for (const { file, sha256 } of manifest.tables) {
    if (!files.includes(file)) throw incomplete(`${file} is missing`);
    if ((await sha256Of(join(folder, file))) !== sha256) throw incomplete(`${file} is not as it was written`);
  }
  return manifest;
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

const incomplete = (what: string): StoresFault =>
  new StoresFault('backup-incomplete', `The folder is no complete backup: ${what}`);

function parsed(text: string): Manifest {
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format === 1 && Array.isArray(manifest.tables)) return manifest;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw incomplete('its manifest.json cannot be read by this version');
}
