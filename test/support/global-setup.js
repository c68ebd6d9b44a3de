import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeRun } from './global-teardown.js';

/** Names the folder that the workers of this run share; the database starts when the first test asks for it. */
export default async function globalSetup() {
  await sweep();
  const run = mkdtempSync(join(tmpdir(), 'overblik-test-'));
  chmodSync(run, 0o755); // run as root, the database belongs to another user, who must get in
  writeFileSync(join(run, 'pid'), String(process.pid));
  process.env.OVERBLIK_TEST_RUN = run;
}

/** Runs that were killed had no teardown: their databases still run. */
async function sweep() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith('overblik-test-'))) {
    const run = join(tmpdir(), name);
    const pid = join(run, 'pid');
    if (existsSync(pid) && !isAlive(Number(readFileSync(pid, 'utf8')))) await removeRun(run);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
