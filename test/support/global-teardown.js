import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Stops the run's database, if a test asked for one, and removes all it left. (Jest resolves no alias here: plain JavaScript.) */
export default async function globalTeardown() {
  const run = process.env.OVERBLIK_TEST_RUN;
  if (run === undefined) return;
  const lock = join(run, 'data', 'postgres', 'postmaster.pid');
  if (existsSync(lock)) {
    process.kill(Number.parseInt(readFileSync(lock, 'utf8'), 10), 'SIGQUIT');
    for (let tries = 0; existsSync(lock) && tries < 100; tries += 1) await sleep(20);
  }
  rmSync(run, { recursive: true, force: true, maxRetries: 5 });
}
