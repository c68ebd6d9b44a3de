import { jsonEvent, NO_STREAM, START, type EventStoreDBClient } from '@eventstore/db-client';
import { openConnection } from './cluster-connection.js';
import { isMissingStream, isWrongRevision, ridingOutClusterFaults } from './cluster-faults.js';
import { requireReady, takeFrom } from './reading.js';

const PATIENCE_MS = 10_000;
/** Of the server's own kind by its type, so that no reader of the log meets it. */
const MARK_TYPE = '$overblik-mark';

/**
 * Whose events lie on a cluster under a prefix: the id that was left there first, null where there is none. A database that
 * is not the one it names has neither the keys nor the index of what lies there.
 * @throws StoreUnavailable, StoreRefused
 */
export function readClusterMark(url: string, prefix: string): Promise<string | null> {
  return onCluster(url, (client) => markOn(client, prefix));
}

/** Leaves `proposed` there where nothing was, and gives what stands there then. @throws StoreUnavailable, StoreRefused */
export function markCluster(url: string, prefix: string, proposed: string): Promise<string> {
  return onCluster(url, async (client) => {
    const mark = jsonEvent({ id: proposed, type: MARK_TYPE, data: { mark: proposed } });
    try {
      await client.appendToStream(streamOf(prefix), mark, { expectedRevision: NO_STREAM });
      return proposed;
    } catch (error) {
      if (!isWrongRevision(error)) throw error;
    }
    return (await markOn(client, prefix)) ?? proposed;
  });
}

const streamOf = (prefix: string): string => `${prefix}overblik-mark`;

async function onCluster<T>(url: string, work: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
  const { client, release } = openConnection(url, () => undefined);
  try {
    return await ridingOutClusterFaults(PATIENCE_MS, () => work(client));
  } finally {
    await release();
  }
}

async function markOn(client: EventStoreDBClient, prefix: string): Promise<string | null> {
  await requireReady(client);
  let standing: string | null = null;
  try {
    await takeFrom(client.readStream(streamOf(prefix), { fromRevision: START, maxCount: 1 }), ({ event }) => {
      standing = event?.id ?? null;
      return true;
    });
  } catch (error) {
    if (!isMissingStream(error)) throw error;
  }
  return standing;
}
