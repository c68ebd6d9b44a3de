import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { secretsOfRun } from './secrets-in-logs.js';

/**
 * Searches the logs of the run for secrets, stops its database, if a test asked for one, and removes all it left. (Jest
 * resolves no alias here: plain JavaScript.)
 */
export default async function globalTeardown() {
  const run = process.env.OVERBLIK_TEST_RUN;
  try {
    searchLogs(run);
  } finally {
    await removeRun(run);
  }
}

/**
 * A secret in a log fails the run, and so does a search that finds nothing: it must find what is planted for it.
 * @param {string} run
 */
function searchLogs(run) {
  const planted = join('logs', 'planted.log');
  mkdirSync(join(run, 'logs'), { recursive: true });
  writeFileSync(join(run, planted), 'party 070684-0001\nBearer eyJwbGFudGVkIjp0cnVlfQ.planted.planted\n');
  const findings = secretsOfRun(run);
  const isFound = findings.filter(({ file }) => file === planted).length === 2;
  const secrets = findings.filter(({ file }) => file !== planted);
  if (isFound && secrets.length === 0) return;
  for (const { file, line, what } of secrets.slice(0, 50)) {
    // The line itself, but for its digits and tokens, says who wrote it.
    const text = readFileSync(join(run, file), 'utf8').split('\n')[line - 1] ?? '';
    console.error(
      `${file}:${line} holds ${what}: ${text
        .replace(/\d/g, '*')
        .replace(/eyJ\S+|Bearer \S+/g, '[token]')
        .slice(0, 300)}`,
    );
  }
  console.error(
    isFound
      ? `${secrets.length} secrets in the logs of this run`
      : 'the search of the logs did not find what was planted',
  );
  // Not thrown: Jest would then write no results.
  process.exitCode = 1;
}

/** @param {string} run */
export async function removeRun(run) {
  const lock = join(run, 'data', 'postgres', 'postmaster.pid');
  if (existsSync(lock)) {
    stop(Number.parseInt(readFileSync(lock, 'utf8'), 10));
    for (let tries = 0; existsSync(lock) && tries < 100; tries += 1) await sleep(20);
  }
  rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** @param {number} pid */
function stop(pid) {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
