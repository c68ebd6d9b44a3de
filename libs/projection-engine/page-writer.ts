import type { PoolClient } from 'pg';
import { instantFromDate } from '#contracts';
import type { EventPage } from '#event-store';
import type { KeyVault } from '#personal-data';
import { holdCheckpoints, moveCheckpoints, type Target } from './checkpoints.js';
import { holdLease, type Lease } from './lease.js';
import type { Culprits } from './culprits.js';
import { LOCK_PAGES_SHARED } from './locks.js';
import { sendTransaction, type PageTransaction, type SentTransaction } from './page-transaction.js';
import type { ParkingLot } from './parking.js';
import type { OpenedRecord } from './recorded-event.js';
import type { RowCache } from './row-cache.js';
import type { RunnerLog } from './runner-log.js';
import type { Buckets, Share } from './units.js';
import type { Vocabulary } from './vocabulary.js';

/** A page with what its readers hear of it, decrypted. */
export interface OpenedPage {
  readonly events: readonly OpenedRecord[];
  readonly checkpoint: number;
  readonly caughtUp: boolean;
}

/** Opens what the read models hear of the page. What is another part's is not decrypted. */
export async function openPage(
  vault: KeyVault,
  page: EventPage,
  targets: readonly Target[],
  buckets: Buckets | undefined,
): Promise<OpenedPage> {
  const heard = page.events.filter(
    (event) =>
      (buckets === undefined || (event.bucket >= buckets.from && event.bucket <= buckets.to)) &&
      targets.some(({ model }) => model.hears.has(event.type)),
  );
  return { events: await vault.open(heard), checkpoint: page.checkpoint, caughtUp: page.caughtUp };
}

/** On what ground a page is written, and what is remembered from one to the next. */
export interface Writing {
  readonly client: PoolClient;
  readonly targets: readonly Target[];
  readonly share: Share;
  /** Absent where an advisory lock of the connection is the ground: a rebuild. */
  readonly lease: Lease | undefined;
  /** Not for a generation whose words nobody asks for yet, nor where this process has stopped all other pages. */
  readonly takesPageLock: boolean;
  readonly vocabulary: Vocabulary;
  readonly rows: RowCache;
  readonly failures: Failures;
}

/** What becomes of handlers that throw. */
export interface Failures {
  readonly lot: ParkingLot;
  /** Absent in a rebuild: what only a whole page fails by ends it. */
  readonly culprits: Culprits | undefined;
  readonly log: RunnerLog;
}

/** A page's transaction on its way. */
export interface SentPage extends SentTransaction {
  /** Once it is committed: whether words may be in use no more. */
  isSweepDue(): boolean;
}

/** Planning anew costs more than it saves on a page of this many events. */
const SMALL_PAGE = 100;

/** One page, one transaction: rows and checkpoint stand or fall together. */
export function sendPage(writing: Writing, page: OpenedPage, from: number): SentPage {
  const { client, targets, share, lease, vocabulary, rows, failures } = writing;
  const now = instantFromDate(new Date());
  const parking = failures.lot.page(from, now, generationsOf(targets));
  const hearing = targets.flatMap(({ model, place }) => {
    const events = page.events.filter((event) => model.hears.has(event.name));
    return events.length === 0 ? [] : [{ model, place, events }];
  });
  const takingIn = hearing.map(({ model, place, events }) => async (transaction: PageTransaction): Promise<void> => {
    const held = parking.of(model.name);
    await model.takeIn(events, { transaction, place, now, vocabulary, rows, parking: held, isLate: false });
  });
  let epoch = 0;
  let isSweepDue = false;
  const holding = async (transaction: PageTransaction): Promise<void> => {
    // The lease is looked at after the checkpoints are held: who takes it over later waits for this page, or undoes it.
    const holdingCheckpoints = holdCheckpoints(transaction, targets, share, from);
    const holdingLease = lease === undefined ? undefined : holdLease(transaction, lease);
    epoch = (await Promise.all([holdingCheckpoints, holdingLease]))[0];
  };
  const sent = sendTransaction(client, beginning(writing, page), [holding, ...takingIn], (transaction) => {
    isSweepDue = vocabulary.write(transaction, epoch);
    parking.write(transaction);
    moveCheckpoints(transaction, targets, share.part, page.checkpoint);
    return Promise.resolve();
  });
  void sent.committed.then(
    () => {
      failures.lot.settle(parking);
      for (const { readModel, key, position, code, place } of parking.parked)
        failures.log.warn(
          { readModel, key, position, code, place },
          'an event could not be taken in; its key is parked',
        );
    },
    () => failures.culprits?.note(sent.failure(), hearing),
  );
  return { ...sent, isSweepDue: () => isSweepDue };
}

const generationsOf = (targets: readonly Target[]): ReadonlyMap<string, number> =>
  new Map(targets.map(({ model, generation }) => [model.name, generation]));

/**
 * Rows and checkpoint are lost together, so nothing is lost by not waiting for the disk here. Plans are made for the tables
 * as they are: one kept from when they were empty reads a million rows from end to end.
 */
function beginning({ takesPageLock }: Writing, { events }: OpenedPage): string {
  return [
    'begin',
    'set local synchronous_commit = off',
    ...(events.length > SMALL_PAGE ? ['set local plan_cache_mode = force_custom_plan'] : []),
    ...(takesPageLock ? [LOCK_PAGES_SHARED] : []),
  ].join('; ');
}

/** What becomes of each page. */
export interface PagesWritten {
  /** After the commit; the next page but one waits for it. */
  committed(page: OpenedPage, sent: SentPage): Promise<void> | void;
  /** As soon as a page has failed: what comes next would fail too. */
  failed(): void;
  /** Whether to write no more. */
  isOver(): boolean;
}

/**
 * Writes the pages in turn. A page is folded while the database still writes the one before: both on the same connection, in
 * order, so the second sees what the first wrote, and where the first is rolled back, finds its checkpoint not where it
 * should be.
 * @returns the position reached
 */
export async function writePages(
  writing: Writing,
  pages: AsyncIterable<OpenedPage>,
  from: number,
  { committed, failed, isOver }: PagesWritten,
): Promise<number> {
  let position = from;
  let underway = Promise.resolve();
  for await (const page of pages) {
    if (page.checkpoint === position) continue;
    const sent = sendPage(writing, page, position);
    const before = underway;
    underway = sent.committed.then(() => committed(page, sent));
    underway.catch(failed);
    await sent.sent;
    position = page.checkpoint;
    await before;
    if (isOver()) break;
  }
  await underway;
  return position;
}
