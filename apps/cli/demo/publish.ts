import type { Demo } from '#demo';
import { newFeedResult, tally, type FeedResult } from '../feed/feed.js';
import type { FrontDoor } from './front-door.js';

const BATCH = 200;
const SENDERS = 4;

/** Publishes the events as their sources would: batches of one source each, in the source's own order, four at a time. */
export async function publish(
  { events }: Demo,
  door: FrontDoor,
  onProgress: (done: number) => void,
): Promise<FeedResult> {
  const result = newFeedResult();
  const gathered = new Map<string, unknown[]>();
  const lastOf = new Map<string, Promise<void>>();
  const under = new Set<Promise<void>>();
  let failed: { readonly error: unknown } | undefined;

  const send = async (source: string): Promise<void> => {
    const batch = gathered.get(source) ?? [];
    gathered.set(source, []);
    if (batch.length === 0) return;
    while (under.size >= SENDERS) await Promise.race(under);
    if (failed !== undefined) throw failed.error;
    const before = lastOf.get(source) ?? Promise.resolve();
    const work = before
      .then(() => door(source, batch))
      .then((receipts) => {
        for (const receipt of receipts) tally(result, receipt, `${source} ${receipt.id ?? ''}`);
        onProgress(result.accepted + result.duplicate + result.quarantined);
      })
      .catch((error: unknown) => {
        failed ??= { error };
      })
      .finally(() => under.delete(work));
    under.add(work);
    lastOf.set(source, work);
  };

  for (const { source, event } of events) {
    const batch = gathered.get(source) ?? [];
    gathered.set(source, batch);
    batch.push(event);
    if (batch.length >= BATCH) await send(source);
  }
  for (const source of gathered.keys()) await send(source);
  await Promise.all(under);
  if (failed !== undefined) throw failed.error;
  return result;
}
