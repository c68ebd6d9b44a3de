import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';

/** The files of the playground, as the package `altair-static` (MIT) brings them. */
export interface PlaygroundFiles {
  /** The page as the package has it. */
  readonly html: string;
  /** Path on disk by path under `/playground/`. */
  readonly paths: ReadonlyMap<string, string>;
}

/** Finds the files once; the package's own code is not loaded. */
export async function findPlaygroundFiles(): Promise<PlaygroundFiles> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('altair-static')), 'dist');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    paths.set(relative(folder, path).split(sep).join('/'), path);
  }
  return { html: await readFile(join(folder, 'index.html'), 'utf8'), paths };
}
