import type { EventPage, SubscribeOptions } from '../event-store.js';
import { Push, type PushOptions } from './push.js';

/** While events keep coming faster than this, they are taken as they come; else it is read whether there are more. */
const QUIET_MS = 50;

/** What following a cluster needs. */
export interface ClusterFeed extends Omit<PushOptions, 'filter' | 'room'> {
  /** Null when `ending` was aborted before the page could be read. */
  readPage(after: number, limit: number, ending: AbortSignal): Promise<EventPage | null>;
  /** How long nothing may come before it is read whether something should have. */
  readonly netMs: number;
}

/**
 * Follows the log. The server pushes, which is fast; that nothing is missing is known from reading alone: how far the
 * log goes, whether the end is reached, and what a subscription that died without a word did not bring. Both are
 * addressed by position, so what comes by both ways, or twice, is given once.
 */
export async function* followCluster(
  feed: ClusterFeed,
  ending: AbortSignal,
  { after, batchSize = 1_000, filter = {} }: SubscribeOptions,
): AsyncGenerator<EventPage, void, void> {
  const push = new Push({ ...feed, filter, room: batchSize }, after);
  let checkpoint = after;
  let isLive = false;
  try {
    while (!ending.aborted) {
      const seen = push.arrivals.count;
      const pushed = push.take(checkpoint, batchSize);
      if (pushed !== null) {
        checkpoint = pushed.checkpoint;
        if (pushed.events.length === batchSize) isLive = false;
        yield { events: pushed.events, checkpoint, caughtUp: false };
        continue;
      }
      await push.arrivals.beyond(seen, isLive ? feed.netMs : QUIET_MS, ending);
      if (ending.aborted || push.arrivals.count > seen) continue;
      const page = await feed.readPage(checkpoint, batchSize, ending);
      if (page === null) return;
      if (isLive && page.events.length > 0) push.renew(page.checkpoint);
      const hasMoved = page.checkpoint > checkpoint;
      const caughtUp = page.caughtUp && !isLive;
      isLive = page.caughtUp;
      checkpoint = page.checkpoint;
      if (hasMoved || caughtUp) yield { events: page.events, checkpoint, caughtUp };
    }
  } finally {
    push.close();
  }
}
