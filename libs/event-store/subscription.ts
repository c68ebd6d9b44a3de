import type { ChangeSignal } from './change-signal.js';
import type { EventPage, SubscribeOptions } from './event-store.js';

/** What a subscription needs of its adapter. */
export interface LogFeed {
  /** Null when `ending` was aborted before the page could be read. */
  readPage(after: number, limit: number, ending: AbortSignal): Promise<EventPage | null>;
  readonly changes: ChangeSignal;
  /** How long to sleep at the head at most: the net for a wake-up that was lost. */
  readonly pollMs: number;
  /** Aborted when the store closes: its subscriptions end like those that were aborted. */
  readonly closing: AbortSignal;
}

/**
 * Follows the log page by page. Only what was pulled is read, so a slow consumer holds one page in memory,
 * and the place to read on is the page's own checkpoint: what came meanwhile is neither lost nor given twice.
 */
export async function* followLog(
  feed: LogFeed,
  { after, batchSize = 1_000, signal }: SubscribeOptions,
): AsyncGenerator<EventPage, void, void> {
  const [ending, leave] = untilEither(signal, feed.closing);
  try {
    yield* followUntil(ending, feed, after, batchSize);
  } finally {
    leave();
  }
}

/** A signal that is aborted when one of them is, until left: `AbortSignal.any` loses signals on Node 20. */
export function untilEither(...ends: readonly AbortSignal[]): [ending: AbortSignal, leave: () => void] {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  for (const one of ends) one.addEventListener('abort', end);
  if (ends.some(({ aborted }) => aborted)) end();
  const leave = (): void => {
    for (const one of ends) one.removeEventListener('abort', end);
  };
  return [ending.signal, leave];
}

async function* followUntil(
  ending: AbortSignal,
  feed: LogFeed,
  after: number,
  batchSize: number,
): AsyncGenerator<EventPage, void, void> {
  let checkpoint = after;
  let isLive = false;
  while (!ending.aborted) {
    const seen = feed.changes.count;
    const page = await feed.readPage(checkpoint, batchSize, ending);
    if (page === null) return;
    const hasMoved = page.checkpoint > checkpoint;
    const caughtUp = page.caughtUp && !isLive;
    isLive = page.caughtUp;
    checkpoint = page.checkpoint;
    if (hasMoved || caughtUp) yield { events: page.events, checkpoint, caughtUp };
    if (isLive) await feed.changes.beyond(seen, feed.pollMs, ending);
  }
}
