import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';

/** The ways in which a text may lie in a file. */
const writings: readonly ((text: string) => Buffer)[] = [
  (text) => Buffer.from(text, 'utf8'),
  (text) => Buffer.from(text, 'latin1'),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(Buffer.from(text, 'utf8').toString('hex'), 'latin1'),
  // From each of the three places where a group of base64 may begin, without its ends.
  ...[0, 1, 2].map((skipped) => (text: string) => {
    const bytes = Buffer.from(text, 'utf8').subarray(skipped);
    return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64'), 'latin1');
  }),
];

/** The files of the folder in which one of the texts stands, in any writing and in small letters, and which text. */
export function filesWith(folder: string, texts: readonly string[]): string[] {
  const sought = texts.flatMap((text) =>
    [text, text.toLowerCase()].flatMap((each) => writings.map((write) => ({ text, bytes: write(each) }))),
  );
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = readFileSync(path);
      return sought.filter(({ bytes }) => content.includes(bytes)).map(({ text }) => `${text} in ${path}`);
    });
}

/** The folder of the files of this database: tables, indexes, long values, catalogue with its statistics. */
export async function databaseFolder(pool: Pool): Promise<string> {
  // What lies in memory only is no file yet.
  await pool.query('checkpoint');
  const { rows } = await pool.query<{ folder: string }>(
    `select current_setting('data_directory') || '/base/' || oid as folder from pg_database where datname = current_database()`,
  );
  return rows[0]?.folder ?? '';
}
