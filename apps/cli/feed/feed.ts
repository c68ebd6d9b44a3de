import { setTimeout as sleep } from 'node:timers/promises';
import type { Intake, Receipt, Sender } from '#intake';
import { Failure } from '../output/failure.js';

/** One thing read from an input: an event, or why there is none. `place` says where it stands, such as `line 12`. */
export type Incoming =
  | { readonly kind: 'event'; readonly event: unknown; readonly place: string; readonly bytes: number }
  /** No event could be read: it has no receipt, and counts as quarantined so that nothing bad ends well. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly place: string }
  /** The input holds something that is no event by the rules of its format: told, and counted apart. */
  | { readonly kind: 'skipped'; readonly reason: string; readonly place: string };

/** Why something was not taken, and where it stands. */
export interface FeedProblem {
  readonly place: string;
  readonly text: string;
}

/** How it went. */
export interface FeedResult {
  accepted: number;
  duplicate: number;
  quarantined: number;
  skipped: number;
  /** The first of each kind, in the order met. */
  readonly problems: FeedProblem[];
  readonly skips: FeedProblem[];
  /** The highest position that any receipt named; 0 where none did. */
  position: number;
}

export interface FeedOptions {
  /** Events a batch. */
  readonly batchSize?: number;
  /** Batches under way at once. */
  readonly inFlight?: number;
  onProgress?(done: number): void;
}

const BATCH_BYTES = 4 * 1024 * 1024;
const SHOWN_PROBLEMS = 10;

/** An empty result, to be filled. */
export function newFeedResult(): FeedResult {
  return { accepted: 0, duplicate: 0, quarantined: 0, skipped: 0, problems: [], skips: [], position: 0 };
}

/**
 * Hands what is read to intake, in batches, a few at once; never reads further ahead than that, so memory does not grow
 * with the input. A busy intake is waited for; one that is away for a minute ends the feed.
 */
export async function feed(
  incoming: AsyncIterable<Incoming>,
  intake: Intake,
  sender: Sender,
  options: FeedOptions = {},
): Promise<FeedResult> {
  const { batchSize = 500, inFlight = 3, onProgress } = options;
  const result = newFeedResult();
  const under = new Set<Promise<void>>();
  let failed: { readonly error: unknown } | undefined;
  let batch: Extract<Incoming, { kind: 'event' }>[] = [];
  let bytes = 0;

  const send = async (): Promise<void> => {
    const sent = batch;
    [batch, bytes] = [[], 0];
    if (sent.length === 0) return;
    while (under.size >= inFlight) await Promise.race(under);
    if (failed !== undefined) throw failed.error;
    const work = patiently(() =>
      intake.accept(
        sent.map(({ event }) => event),
        sender,
      ),
    )
      .then((receipts) => {
        receipts.forEach((receipt, index) => tally(result, receipt, sent[index]?.place ?? ''));
        onProgress?.(result.accepted + result.duplicate + result.quarantined);
      })
      .catch((error: unknown) => {
        failed ??= { error };
      })
      .finally(() => under.delete(work));
    under.add(work);
  };

  for await (const item of incoming) {
    if (item.kind === 'event') {
      batch.push(item);
      bytes += item.bytes;
      if (batch.length >= batchSize || bytes >= BATCH_BYTES) await send();
    } else if (item.kind === 'unreadable') {
      result.quarantined += 1;
      note(result.problems, { place: item.place, text: item.reason });
    } else {
      result.skipped += 1;
      note(result.skips, { place: item.place, text: item.reason });
    }
  }
  await send();
  await Promise.all(under);
  if (failed !== undefined) throw failed.error;
  return result;
}

/** Counts a receipt and keeps the first problems. */
export function tally(result: FeedResult, receipt: Receipt, place: string): void {
  result[receipt.status] += 1;
  result.position = Math.max(result.position, Number(receipt.position ?? 0));
  if (receipt.problem === undefined) return;
  const { rule, path, message, fix } = receipt.problem;
  const where = path === '' ? '' : ` ${path}`;
  note(result.problems, {
    place,
    text: `${rule}${where}: ${message} ${fix}${receipt.quarantineId === undefined ? '' : ` [${receipt.quarantineId}]`}`,
  });
}

function note(list: FeedProblem[], problem: FeedProblem): void {
  if (list.length < SHOWN_PROBLEMS) list.push(problem);
}

const PATIENCE_MS = 60_000;

async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pause = 50; ; pause = Math.min(1000, pause * 2)) {
    try {
      return await attempt();
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name !== 'IntakeBusy' && name !== 'IntakeUnavailable') throw error;
      if (Date.now() > deadline)
        throw new Failure(
          'the store cannot be reached; what was accepted before is stored, import the same again to go on',
        );
      await sleep(pause);
    }
  }
}
