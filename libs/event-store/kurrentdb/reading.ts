import { BACKWARDS, END, type EventStoreDBClient, type StreamingRead } from '@eventstore/db-client';
import { ClusterSilent } from './cluster-faults.js';

/** Longer than the keep-alive of the connection takes to find it dead. */
const SILENCE_MS = 30_000;

/**
 * Takes in a read until it ends or `take` says that it has enough. Listening for `data` is faster than `for await`, and
 * a read has no deadline of its own: one that says nothing is given up.
 * @throws what the read fails with, or ClusterSilent
 */
export function takeFrom<Item>(read: StreamingRead<Item>, take: (item: Item) => boolean): Promise<'end' | 'enough'> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(silence);
      read.removeAllListeners('data');
      // Cancelling fails the read once more, now with nobody to tell.
      read.on('error', () => undefined);
      read.cancel().catch(() => undefined);
    };
    const silence = setTimeout(() => {
      leave();
      reject(new ClusterSilent());
    }, SILENCE_MS);
    read.on('data', (item) => {
      silence.refresh();
      if (take(item)) return;
      leave();
      resolve('enough');
    });
    read.on('error', (error) => {
      clearTimeout(silence);
      reject(error);
    });
    read.on('end', () => {
      clearTimeout(silence);
      resolve('end');
    });
  });
}

/** Resolves where the node reads its log: one that is starting does not, and says of streams that it has that they are not. */
export async function requireReady(client: EventStoreDBClient): Promise<void> {
  await takeFrom(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }), () => true);
}
