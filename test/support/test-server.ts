import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchDetachedCluster } from '#runtime';

/**
 * Starts the PostgreSQL of a test run. It outlives the jest worker that started it; `global-teardown` stops it. Without
 * fsync: a power cut would end the tests anyhow, and a killed process loses nothing by it.
 */
export async function startTestServer(run: string): Promise<string> {
  const dataDir = join(run, 'data');
  mkdirSync(dataDir, { recursive: true });
  const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '128MB' };
  return launchDetachedCluster(dataDir, settings);
}
