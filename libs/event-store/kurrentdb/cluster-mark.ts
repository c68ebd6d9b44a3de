import { jsonEvent, NO_STREAM, START } from '@eventstore/db-client';
import { openConnection } from './cluster-connection.js';
import { isWrongRevision, ridingOutClusterFaults } from './cluster-faults.js';
import { takeFrom } from './reading.js';

const PATIENCE_MS = 10_000;
/** Of the server's own kind by its type, so that no reader of the log meets it. */
const MARK_TYPE = '$overblik-mark';

/**
 * Whose events lie on a cluster under a prefix: the id that was left there first, which is `proposed` where nothing was.
 * A database that is not the one it names has neither the keys nor the index of what lies there.
 * @throws StoreUnavailable, StoreRefused
 */
export async function markCluster(url: string, prefix: string, proposed: string): Promise<string> {
  const { client, release } = openConnection(url, () => undefined);
  const stream = `${prefix}overblik-mark`;
  try {
    return await ridingOutClusterFaults(PATIENCE_MS, async () => {
      const mark = jsonEvent({ id: proposed, type: MARK_TYPE, data: { mark: proposed } });
      try {
        await client.appendToStream(stream, mark, { expectedRevision: NO_STREAM });
        return proposed;
      } catch (error) {
        if (!isWrongRevision(error)) throw error;
      }
      let standing = proposed;
      await takeFrom(client.readStream(stream, { fromRevision: START, maxCount: 1 }), (read) => {
        standing = read.event?.id ?? standing;
        return true;
      });
      return standing;
    });
  } finally {
    await release();
  }
}
