import type { PoolClient } from 'pg';
import { instantFromDate } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { holdCheckpoint, type Target } from './checkpoints.js';
import { ParkedEventMissing } from './errors.js';
import { faultOf, isOfHandler } from './faults.js';
import { holdLease, type Lease } from './lease.js';
import { LOCK_PAGES_SHARED } from './locks.js';
import { sendTransaction, type PageTransaction } from './page-transaction.js';
import { answerStillParked, deleteParked, readAsked, type ParkedKey } from './parked-events.js';
import { noParking } from './parking.js';
import { DATA_SCHEMA } from './place.js';
import type { PageContext } from './read-model.js';
import type { OpenedRecord } from './recorded-event.js';
import { createRowCache } from './row-cache.js';
import type { RunnerLog } from './runner-log.js';
import type { Unit } from './units.js';
import type { Vocabulary } from './vocabulary.js';
import type { VocabularySweeper } from './vocabulary-sweeper.js';

/** What a replay works with: that of the unit whose rows it moves. */
export interface ReplayTools {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly unit: Unit;
  readonly targets: readonly Target[];
  readonly lease: Lease;
  readonly sweeper: VocabularySweeper;
  readonly log: RunnerLog;
}

const PAGE = 1_000;

/** Whose work it is: the unit's that writes the rows of the key. */
export function isOfUnit({ readModel, bucket }: ParkedKey, { models, buckets }: Unit): boolean {
  if (!models.some(({ name }) => name === readModel)) return false;
  return buckets === undefined || (bucket >= buckets.from && bucket <= buckets.to);
}

/**
 * Does what operators asked of parked keys. Only for the one who has the unit, between two pages: nobody else moves the rows,
 * and whoever remembers rows of before must forget them afterwards.
 */
export async function carryOutAsked(client: PoolClient, tools: ReplayTools): Promise<void> {
  for (const asked of await readAsked(client)) {
    if (!isOfUnit(asked, tools.unit)) continue;
    if (asked.asked === 'replay') await replay(client, asked, tools);
    else await drop(client, asked, tools);
  }
}

/** The parked events of one key, in order, in one transaction; where one fails, the key stays parked as it was. */
async function replay(client: PoolClient, parked: ParkedKey, tools: ReplayTools): Promise<void> {
  const { readModel, key, position, events } = parked;
  const target = tools.targets.find(
    ({ model, generation }) => model.name === readModel && generation === parked.generation,
  );
  // A generation that is being built anew: what is parked goes with the one that serves now.
  if (target === undefined) return answerStillParked(client, parked.id, { code: 'REBUILDING', place: null });
  const vocabulary = tools.sweeper.vocabulary();
  let isSweepDue = false;
  // Where reading the log fails, nothing is known of the handler: that is tried again.
  let isTakingIn = false;
  const { committed, failure } = sendTransaction(
    client,
    `begin; set local synchronous_commit = off; ${LOCK_PAGES_SHARED}`,
    [
      async (transaction) => {
        const epoch = await holdCheckpoint(transaction, target, tools.unit.part);
        await holdLease(transaction, tools.lease);
        const context = contextOf(transaction, target, vocabulary);
        for await (const events of eventsAgain(transaction, parked, tools)) {
          isTakingIn = true;
          await target.model.takeIn(events, context);
          isTakingIn = false;
        }
        isSweepDue = vocabulary.write(transaction, epoch);
      },
    ],
    (transaction) => Promise.resolve(deleteParked(transaction, [parked])),
  );
  try {
    await committed;
    tools.log.info({ readModel, key, position, events }, 'a parked key was replayed');
    if (isSweepDue) await tools.sweeper.sweep();
  } catch (error) {
    const failed = failure();
    const isFault = isTakingIn || failed?.isOfDatabase === true || error instanceof ParkedEventMissing;
    if (failed === undefined || !isFault || !isOfHandler(failed)) throw error;
    const fault = faultOf(error);
    await answerStillParked(client, parked.id, fault);
    tools.log.warn({ readModel, key, position, ...fault }, 'a parked key was replayed and fails still');
  } finally {
    tools.sweeper.drop(vocabulary);
  }
}

/** What its events are taken in with: nothing is parked twice, and no row of before is believed. */
function contextOf(transaction: PageTransaction, { place }: Target, vocabulary: Vocabulary): PageContext {
  const now = instantFromDate(new Date());
  return { transaction, place, now, vocabulary, rows: createRowCache(), parking: noParking, isLate: true };
}

/** The parked events of the key, some at a time. */
async function* eventsAgain(
  transaction: PageTransaction,
  { readModel, generation, key }: ParkedKey,
  { store, vault }: ReplayTools,
): AsyncGenerator<readonly OpenedRecord[]> {
  const waiting = await transaction.read<{ position: string; after_position: string }>({
    text: `select position, after_position from ${DATA_SCHEMA}.parked_event
      where read_model = $1 and generation = $2 and key = $3 order by position`,
    values: [readModel, generation, key],
  });
  const places = waiting.map(({ position, after_position: after }) => ({
    position: Number(position),
    after: Number(after),
  }));
  yield* readAgain(places, store, vault);
}

/** The events at the places, some at a time. Pages are read from where they began: only from there a store is sure to read on. */
async function* readAgain(
  places: readonly { readonly position: number; readonly after: number }[],
  store: EventStore,
  vault: KeyVault,
): AsyncGenerator<readonly OpenedRecord[]> {
  let readTo = 0;
  for (let at = 0; at < places.length;) {
    const page = await store.readAll(Math.max(readTo, places[at]?.after ?? 0), PAGE);
    const found = page.events.filter(({ position }) => position === places[at]?.position && at++ >= 0);
    readTo = page.checkpoint;
    if (found.length > 0) yield await vault.open(found);
    if (page.caughtUp && at < places.length) throw new ParkedEventMissing();
  }
}

/** Gives up what is parked of the key; the operator's act is recorded before it is asked for. */
async function drop(client: PoolClient, parked: ParkedKey, { log }: ReplayTools): Promise<void> {
  const { committed } = sendTransaction(client, 'begin', [], (transaction) =>
    Promise.resolve(deleteParked(transaction, [parked])),
  );
  await committed;
  const { readModel, key, position, events } = parked;
  log.warn({ readModel, key, position, events }, 'what was parked of a key was dropped, as an operator asked');
}
