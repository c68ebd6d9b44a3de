import type { EventDigest } from '#event-store';
import type { Frontier } from '../merkle/frontier.js';
import type { LogUnderSeal } from '../sealing/seal-run.js';

const PAGE = 4_000;

/** A point of a log up to which it is what was sealed. */
export interface Agreed {
  readonly frontier: Frontier;
  /** Null before the first event. */
  readonly position: number | null;
}

/** The log a page at a time; the next one is on its way while one is worked on. */
export async function* pagesOf(log: LogUnderSeal, after: number | null = null): AsyncGenerator<readonly EventDigest[]> {
  let coming = log.store.readDigests(after, PAGE);
  for (;;) {
    const rows = await coming;
    const last = rows.at(-1);
    if (last !== undefined && rows.length === PAGE) coming = log.store.readDigests(last.position, PAGE);
    // Whoever stops listening leaves the next page unread: its fault is nobody's.
    coming.catch(() => undefined);
    if (last !== undefined) yield rows;
    if (rows.length < PAGE) return;
  }
}
