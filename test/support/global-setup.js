import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder that the workers of this run share; the database starts when the first test asks for it. */
export default function globalSetup() {
  const run = mkdtempSync(join(tmpdir(), 'overblik-test-'));
  chmodSync(run, 0o755); // run as root, the database belongs to another user, who must get in
  process.env.OVERBLIK_TEST_RUN = run;
}
