import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stops the run's database, if a test asked for one, and removes all it left. (Jest resolves no alias here: plain JavaScript.) */
export default async function globalTeardown() {
  await removeRun(process.env.OVERBLIK_TEST_RUN);
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
