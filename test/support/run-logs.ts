import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, type Log } from '#runtime/log';

/*
 * What the tests of a run log is kept in its folder, and searched for person numbers and tokens when all have ended:
 * `secrets-in-logs.js`, by Jest's teardown.
 */

/** A log as the product writes it, at its most talkative, kept for the search at the end. */
export function runLog(): Log {
  return createLog('trace', { write: (line) => keepLogged('tests', line) });
}

/** Keeps what a process has logged. */
export function keepLogged(of: string, text: string): void {
  const folder = join(runFolder(), 'logs');
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${of}-${process.pid}.log`), text);
}

/** Notes a token that a test uses: no part of its signature may be in a log. Returns it. */
export function noteToken(token: string): string {
  appendFileSync(join(runFolder(), 'tokens'), `${token}\n`);
  return token;
}

function runFolder(): string {
  const run = process.env['OVERBLIK_TEST_RUN'];
  if (run === undefined) throw new Error('test/support/global-setup.js did not run');
  return run;
}
