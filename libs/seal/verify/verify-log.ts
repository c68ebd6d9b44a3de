import { bucketOf, type EventDigest } from '#event-store';
import { leafHashOf } from '../leaf.js';
import { Frontier } from '../merkle/frontier.js';
import type { Restored, TreeHead } from '../notes/checkpoint.js';
import type { LogUnderSeal } from '../sealing/seal-run.js';
import { positionOfLeaf, type Database } from '../store/seal-store.js';
import { firstDifference } from './first-difference.js';
import { pagesOf, type Agreed } from './log-pages.js';
import { untoldForgetting, type IsForgettingTold } from './untold-forgetting.js';
import type { Fault, Verdict } from './verdict.js';

/** What a log is held against. */
export interface Held {
  readonly database: Database;
  /** By size. */
  readonly checkpoints: readonly (TreeHead & { readonly restored?: Restored })[];
  /** By size: those that were kept elsewhere, which another history than the database's own may have. */
  readonly elsewhere?: readonly TreeHead[];
  readonly isForgettingTold: IsForgettingTold;
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
  /** What no leaf tells. */
  let unseen: Fault | null = null;
  let forgotten = 0;
  let indexed: Fault | null = null;
  let last: number | null = null;
  const verdict = (fault: Fault | null): Verdict => ({
    log: log.name,
    read: frontier.size,
    sealed: { size: own.agreed.frontier.size, position: own.agreed.position ?? 0 },
    unsealed: frontier.size - own.agreed.frontier.size,
    forgotten,
    fault,
  });
  const where = (checkpoint: TreeHead): Promise<Fault> =>
    firstDifference(log, held.database, { agreed: own.agreed, checkpoint, read: frontier.size, last });
  for await (const rows of pagesOf(log)) {
    for (const row of rows) {
      if (unseen === null && row.bucket !== bucketOf(row.stream)) unseen = wrongBucket(row);
      if (row.isForgotten) {
        forgotten++;
        unseen ??= await untoldForgetting(row, held.isForgettingTold);
      }
      frontier.append(leafHashOf(row));
      last = row.position;
      const unlike = own.passes(frontier, last);
      if (unlike !== null) return verdict(earlier(unseen, await where(unlike)));
      const unlikeKept = kept.passes(frontier, last);
      if (unlikeKept !== null) {
        const lost = await lostByRestore(log, held, kept.agreed, unlikeKept);
        return verdict(earlier(unseen, lost ?? rewritten(kept.agreed, last)));
      }
    }
    indexed ??= await wrongIndex(log, rows);
    held.onProgress?.(frontier.size);
  }
  const unmet = own.unmet();
  if (unmet !== null) return verdict(earlier(unseen, await where(unmet)));
  const unmetKept = kept.unmet();
  if (unmetKept !== null) {
    const lost = await lostByRestore(log, held, kept.agreed, unmetKept);
    return verdict(earlier(unseen, lost ?? (await where(unmetKept))));
  }
  indexed ??= await indexedInVain(log, frontier.size, last);
  return verdict(unseen ?? indexed ?? (await beyondHead(log, last)));
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

/** The explanation of a checkpoint kept elsewhere that has no part in the log, where it is that a backup was put back. */
async function lostByRestore(
  { name }: LogUnderSeal,
  { database, checkpoints }: Held,
  { frontier }: Agreed,
  { size }: TreeHead,
): Promise<Fault | null> {
  const marks = checkpoints.flatMap(({ restored }) => restored ?? []);
  const mark = marks.find(({ kept }) => frontier.size <= kept && kept < size);
  if (mark === undefined) return null;
  const last = await positionOfLeaf(database, name, mark.kept - 1);
  const position = (await positionOfLeaf(database, name, mark.kept)) ?? (last ?? 0) + 1;
  const what = `the backup of ${mark.backedUpAt} was put back: of the ${size} events that were sealed, those after the first ${mark.kept} are lost`;
  return { position, what };
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

/** The index of a log in a cluster decides what is a repetition: it must know each event where it stands. */
async function wrongIndex({ index }: LogUnderSeal, rows: readonly EventDigest[]): Promise<Fault | null> {
  if (index === undefined) return null;
  const traces = await index.lookUp(rows.map(({ eventId }) => eventId));
  const wrong = rows.find(({ eventId, position, stream, recordedAt }) => {
    const trace = traces.get(eventId);
    if (trace?.position === position) return trace.stream !== stream;
    // Two processes may have written one event; the first of the two counts, and was recorded at a time of its own.
    return trace === undefined || trace.position > position || trace.recordedAt === recordedAt;
  });
  if (wrong === undefined) return null;
  return { position: wrong.position, what: 'the index in the database does not know this event where it stands' };
}

async function indexedInVain({ index, store }: LogUnderSeal, size: number, last: number | null): Promise<Fault | null> {
  if (index === undefined || last === null) return null;
  // What is appended meanwhile is behind the last event that was read.
  const behind = await store.countAfter(last);
  if ((await store.countAfter(0)) - behind <= size) return null;
  return { position: last + 1, what: 'the index in the database knows events that the log has not' };
}

function earlier(one: Fault | null, other: Fault): Fault {
  return one !== null && one.position < other.position ? one : other;
}
