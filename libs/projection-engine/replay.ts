import type { PoolClient } from 'pg';
import { instantFromDate } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault } from '#personal-data';
import { ParkedEventMissing } from './errors.js';
import { faultOf, isOfHandler } from './faults.js';
import { sendTransaction, type PageTransaction } from './page-transaction.js';
import { answerStillParked, deleteParked, isAnythingAsked, readParked, type ParkedKey } from './parked-events.js';
import { noParking } from './parking.js';
import type { PageContext, ReadModel } from './read-model.js';
import type { OpenedRecord } from './recorded-event.js';
import { createRowCache } from './row-cache.js';
import type { Vocabulary } from './vocabulary.js';

/** What a replay works with. */
export interface ReplayTools {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly readModels: readonly ReadModel[];
  readonly log: { info(details: object, message: string): void; warn(details: object, message: string): void };
  /** One that remembers nothing. */
  newVocabulary(): Vocabulary;
}

const PAGE = 1_000;

/**
 * Does what operators asked of parked keys. Only for the one who projects, between two pages: nobody else moves the rows,
 * and whoever remembers rows of before must forget them afterwards.
 */
export async function carryOutAsked(client: PoolClient, tools: ReplayTools): Promise<void> {
  if (!(await isAnythingAsked(client))) return;
  for (const asked of await readParked(client)) {
    if (asked.asked === 'replay') await replay(client, asked, tools);
    else if (asked.asked === 'drop') await drop(client, asked, tools);
  }
}

/** The parked events of one key, in order, in one transaction; where one fails, the key stays parked as it was. */
async function replay(client: PoolClient, parked: ParkedKey, tools: ReplayTools): Promise<void> {
  const { readModel, key, position, events } = parked;
  const model = tools.readModels.find(({ name }) => name === readModel);
  if (model === undefined) return answerStillParked(client, parked.id, { code: 'UNKNOWN_READ_MODEL', place: null });
  // Where reading the log fails, nothing is known of the handler: that is tried again.
  let isTakingIn = false;
  const { committed, failure } = sendTransaction(
    client,
    'begin; set local synchronous_commit = off',
    [
      (transaction) =>
        eventsAgain(transaction, parked, tools, async (events, context) => {
          isTakingIn = true;
          await model.takeIn(events, context);
          isTakingIn = false;
        }),
    ],
    (transaction) => Promise.resolve(deleteParked(transaction, [parked])),
  );
  try {
    await committed;
    tools.log.info({ readModel, key, position, events }, 'a parked key was replayed');
  } catch (error) {
    const failed = failure();
    const isFault = isTakingIn || failed?.isOfDatabase === true || error instanceof ParkedEventMissing;
    if (failed === undefined || !isFault || !isOfHandler(failed)) throw error;
    const fault = faultOf(error);
    await answerStillParked(client, parked.id, fault);
    tools.log.warn({ readModel, key, position, ...fault }, 'a parked key was replayed and fails still');
  }
}

/** Hands over the parked events, with what a page is written with. */
async function eventsAgain(
  transaction: PageTransaction,
  { readModel, key }: ParkedKey,
  { store, vault, newVocabulary }: ReplayTools,
  takeIn: (events: readonly OpenedRecord[], context: PageContext) => Promise<void>,
): Promise<void> {
  await transaction.read({
    text: 'select from overview.checkpoint where name = $1 for update',
    values: [readModel],
  });
  const waiting = await transaction.read<{ position: string; after_position: string }>({
    text: `select position, after_position from overview.parked_event where read_model = $1 and key = $2 order by position`,
    values: [readModel, key],
  });
  const vocabulary = newVocabulary();
  const context: PageContext = {
    transaction,
    now: instantFromDate(new Date()),
    vocabulary,
    rows: createRowCache(),
    parking: noParking,
    isLate: true,
  };
  const places = waiting.map(({ position, after_position: after }) => ({
    position: Number(position),
    after: Number(after),
  }));
  for await (const events of readAgain(places, store, vault)) await takeIn(events, context);
  await vocabulary.forget(transaction);
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
