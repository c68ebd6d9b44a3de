import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's root; all paths below are from here, with `/`. */
export const repository = new URL('../../', import.meta.url).pathname;

/** Text of a file of the repository. */
export const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** Parsed JSON of a file of the repository. */
export const jsonOf = (path: string): Record<string, Record<string, unknown>> =>
  JSON.parse(textOf(path)) as Record<string, Record<string, unknown>>;

/** Every file under a folder, in order. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort();
}

/** Names of the folders directly under a folder. */
export const foldersIn = (folder: string): string[] =>
  readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

const isSpec = (path: string): boolean => path.endsWith('.spec.ts') || path.includes('/testing/');

/** The TypeScript files that are the product: apps and libs without specs and test kits. */
export const productFiles = (): string[] =>
  [...filesUnder('apps'), ...filesUnder('libs')].filter((path) => path.endsWith('.ts') && !isSpec(path));

/** What a file imports or re-exports, as written. */
export function importsOf(path: string): string[] {
  const statement =
    /^(?:import|export)\s[^;'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
  return [...textOf(path).matchAll(statement)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
}
