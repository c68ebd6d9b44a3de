/**
 * Looks for what must be in no log: person numbers and tokens. Tells where, never what. (Run by Jest's teardown, which
 * resolves no alias and compiles nothing: plain JavaScript.)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Digits of these are no person numbers: uuids, hashes, keys. */
const fingerprints = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b\w*_?[0-9a-f]{16,}\b/gi;
const tenDigits = /(?<![\d.])(\d{2})(\d{2})\d{2}-?\d{4}(?!\d)/g;
const token = /\beyJ[\w-]{5,}\.|\bBearer [\w.~+/-]{8,}/g;

/** @typedef {{ file: string, line: number, what: string }} Finding */

/**
 * What a text holds that it must not.
 * @param {string} text
 * @param {readonly string[]} noted tokens that were used, whose parts alone are secrets too
 * @param {string} file
 * @returns {Finding[]}
 */
export function secretsIn(text, noted, file = '') {
  const signatures = noted.map((each) => each.split('.').at(-1) ?? '').filter((each) => each.length > 20);
  return text.split('\n').flatMap((line, index) => {
    const plain = line.replace(fingerprints, '#');
    const found = [];
    // Synthetic persons have 60 added to the day of their birth.
    for (const [, day, month] of plain.matchAll(tenDigits))
      if (
        Number(month) >= 1 &&
        Number(month) <= 12 &&
        Number(day) % 60 >= 1 &&
        Number(day) % 60 <= 31 &&
        Number(day) < 92
      )
        found.push('a person number');
    if (line.match(token) !== null || signatures.some((each) => line.includes(each))) found.push('a token');
    return found.map((what) => ({ file, line: index + 1, what }));
  });
}

/**
 * What the logs of a run hold that they must not: those of its processes and of its database.
 * @param {string} run
 * @returns {Finding[]}
 */
export function secretsOfRun(run) {
  const noted = existsSync(join(run, 'tokens')) ? readFileSync(join(run, 'tokens'), 'utf8').split('\n') : [];
  return logsOf(run).flatMap((file) => secretsIn(readFileSync(join(run, file), 'utf8'), noted, file));
}

/** @param {string} run */
function logsOf(run) {
  const folder = join(run, 'logs');
  const logs = existsSync(folder) ? readdirSync(folder).map((name) => join('logs', name)) : [];
  const ofDatabase = join('data', 'postgres.log');
  return existsSync(join(run, ofDatabase)) ? [...logs, ofDatabase] : logs;
}
