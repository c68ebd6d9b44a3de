import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder that the workers of this run share; the database starts when the first test asks for it. */
export default function globalSetup() {
  process.env.OVERBLIK_TEST_RUN = mkdtempSync(join(tmpdir(), 'overblik-test-'));
}
