import { bucketOf, type EventDigest } from '#event-store';
import { leafHashOf } from '../leaf.js';
import { Frontier } from '../merkle/frontier.js';
import type { TreeHead } from '../notes/checkpoint.js';
import type { LogUnderSeal } from '../sealing/seal-run.js';
import type { Database } from '../store/seal-store.js';
import { firstDifference } from './first-difference.js';
import { pagesOf, type Agreed } from './log-pages.js';
import type { Fault, Verdict } from './verdict.js';

/** What a log is held against. */
export interface Held {
  readonly database: Database;
  /** By size. */
  readonly checkpoints: readonly TreeHead[];
  /** By size: those that were kept elsewhere, which another history than the database's own may have. */
  readonly elsewhere?: readonly TreeHead[];
  /** Told how many events have been read. */
  readonly onProgress?: (read: number) => void;
}

/**
 * Reads a whole log, as it lies, and holds its tree against every checkpoint. The verdict names the first wrong position:
 * of a row that was changed, moved or put in, or the one that a missing row had.
 */
export async function verifyLog(log: LogUnderSeal, held: Held): Promise<Verdict> {
  const frontier = new Frontier();
  const own = new Agreement(held.checkpoints, frontier);
  const kept = new Agreement(held.elsewhere ?? [], frontier);
  let derived: Fault | null = null;
  let last: number | null = null;
  const verdict = (fault: Fault | null): Verdict => ({
    log: log.name,
    read: frontier.size,
    sealed: { size: own.agreed.frontier.size, position: own.agreed.position ?? 0 },
    unsealed: frontier.size - own.agreed.frontier.size,
    fault,
  });
  const where = (checkpoint: TreeHead): Promise<Fault> =>
    firstDifference(log, held.database, { agreed: own.agreed, checkpoint, read: frontier.size, last });
  for await (const rows of pagesOf(log)) {
    for (const row of rows) {
      if (derived === null && row.bucket !== bucketOf(row.stream)) derived = wrongBucket(row);
      frontier.append(leafHashOf(row));
      last = row.position;
      const unlike = own.passes(frontier, last);
      if (unlike !== null) return verdict(earlier(derived, await where(unlike)));
      if (kept.passes(frontier, last) !== null) return verdict(earlier(derived, rewritten(kept.agreed, last)));
    }
    held.onProgress?.(frontier.size);
  }
  const unmet = own.unmet() ?? kept.unmet();
  if (unmet !== null) return verdict(earlier(derived, await where(unmet)));
  return verdict(derived ?? (await beyondHead(log, last)));
}

/** How far a log has come along with checkpoints, which it meets by their size. */
class Agreement {
  agreed: Agreed;
  #next = 0;

  constructor(
    private readonly checkpoints: readonly TreeHead[],
    frontier: Frontier,
  ) {
    this.agreed = { frontier: frontier.copy(), position: null };
  }

  /** The checkpoint of this size that the tree does not bear out, or null. */
  passes(frontier: Frontier, position: number): TreeHead | null {
    for (let head = this.checkpoints[this.#next]; head?.size === frontier.size; head = this.checkpoints[++this.#next]) {
      if (!head.root.equals(frontier.root())) return head;
      this.agreed = { frontier: frontier.copy(), position };
    }
    return null;
  }

  /** The first checkpoint that the log is too short for. */
  unmet(): TreeHead | null {
    return this.checkpoints[this.#next] ?? null;
  }
}

function rewritten({ position }: Agreed, last: number): Fault {
  const what = 'the log is not the one of which a checkpoint was kept elsewhere: it was written anew';
  return { position: (position ?? 0) + 1, upTo: last, what };
}

/** What stands after the last position that the log has given out was never appended to it. */
async function beyondHead(log: LogUnderSeal, last: number | null): Promise<Fault | null> {
  const head = await log.store.head();
  if (last === null || last <= head) return null;
  const [row] = await log.store.readDigests(head, 1);
  return row === undefined ? null : { position: row.position, what: 'an event stands beyond the end of the log' };
}

function wrongBucket({ position }: EventDigest): Fault {
  return { position, what: 'column bucket does not follow from the stream' };
}

function earlier(one: Fault | null, other: Fault): Fault {
  return one !== null && one.position < other.position ? one : other;
}
