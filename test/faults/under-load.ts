import { setTimeout as sleep } from 'node:timers/promises';
import { createIntake, IntakeBusy, IntakeUnavailable, type Receipt } from '#intake';
import { createProjectionRunner, readParked, type ProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { createOverviewQueries } from '#read-models/queries';
import { openStores, type Stores } from '#stores';
import { auditorOf, scopeOf } from '../support/house.js';
import { testMasterKey } from '../support/stores.js';
import { tablesOf } from '../support/tables.js';
import { AUTHORITY, importedList } from './import-events.js';

const log = { info: () => undefined, warn: () => undefined };
const SENDERS = 6;
const BATCH = 7;

/** What became of the events that were sent while the database failed. */
export interface Outcome {
  /** The receipts of each event, by id, in the order they were given. */
  readonly receipts: ReadonlyMap<string, readonly Receipt[]>;
  /** How often a batch was not acknowledged and sent again. */
  readonly unacknowledged: number;
  /** Questions answered, and failed. */
  readonly answered: number;
  readonly unanswered: number;
}

/** The product on a database that others cut it off from. */
export interface LoadedHouse {
  readonly stores: Stores;
  readonly runner: ProjectionRunner;
  /** Sends everything once acknowledged, with questions going on, while the database is disturbed again and again. */
  sendAll(disturb: () => Promise<void>): Promise<Outcome>;
  close(): Promise<void>;
}

/** Nothing is purged in it: whether an event comes before its object's purge would depend on the fault. */
const sent = importedList();
const events = sent.events.filter((event) => !(event as { type: string }).type.endsWith('.purged.v1')).slice(0, 1_400);

export async function openLoadedHouse(databaseUrl: string): Promise<LoadedHouse> {
  const stores = await openStores({ databaseUrl, masterKey: testMasterKey, log, poolSize: 12 });
  const { pool, eventStore: store, vault, quarantine } = stores;
  const intake = createIntake({ store, vault, quarantine, log });
  const runner = createProjectionRunner({ pool, store, vault, readModels, log, pageSize: 100 });
  const queries = createOverviewQueries({ pool, keyring: vault.authority });
  const scope = scopeOf({ authority: AUTHORITY, groups: [auditorOf(AUTHORITY)] });
  await runner.start();

  async function sendAll(disturb: () => Promise<void>): Promise<Outcome> {
    const receipts = new Map<string, Receipt[]>();
    let [unacknowledged, answered, unanswered, isOver] = [0, 0, 0, false];
    const waiting = Array.from({ length: Math.ceil(events.length / BATCH) }, (_, batch) =>
      events.slice(batch * BATCH, (batch + 1) * BATCH),
    );
    const send = async (): Promise<void> => {
      for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
        let given: Receipt[] | undefined;
        while (given === undefined) {
          try {
            given = await intake.accept(batch, { kind: 'operator', name: 'load' });
          } catch (error) {
            if (!(error instanceof IntakeUnavailable || error instanceof IntakeBusy)) throw error;
            unacknowledged++;
            await sleep(20);
          }
        }
        for (const receipt of given) {
          const id = receipt.id ?? '';
          receipts.set(id, [...(receipts.get(id) ?? []), receipt]);
        }
      }
    };
    const ask = async (): Promise<void> => {
      const plan = { lists: [], freshness: true, relations: true, histories: true };
      while (!isOver) {
        const cpr = sent.numbers[answered % sent.numbers.length] ?? '';
        try {
          await queries.party({ cpr }, scope, { asOf: null, asKnownAt: null }, plan);
          answered++;
        } catch {
          unanswered++;
        }
        await sleep(5);
      }
    };
    const trouble = async (): Promise<void> => {
      while (!isOver) await disturb();
    };
    const others = [ask(), trouble()];
    await Promise.all(Array.from({ length: SENDERS }, send));
    isOver = true;
    await Promise.all(others);
    return { receipts, unacknowledged, answered, unanswered };
  }

  return {
    stores,
    runner,
    sendAll,
    async close() {
      await runner.stop();
      await stores.close();
    },
  };
}

/** Nothing lost, nothing doubled, every receipt true, and the read models those of an undisturbed rebuild. */
export async function expectWhole({ stores, runner }: LoadedHouse, { receipts }: Outcome): Promise<void> {
  const { eventStore: store, pool } = stores;
  const placeOf = new Map<string, string[]>();
  for (let after = 0; ;) {
    const page = await store.readAll(after, 1_000);
    for (const { type, metadata, position } of page.events) {
      if (type.startsWith('mention.') || type.startsWith('operation.')) continue;
      const { id } = JSON.parse(metadata) as { id: string };
      placeOf.set(id, [...(placeOf.get(id) ?? []), String(position)]);
    }
    if (page.caughtUp) break;
    after = page.checkpoint;
  }
  const stored = [...receipts].filter(([, given]) => given.some(({ status }) => status !== 'quarantined'));
  expect(receipts.size).toBe(events.length);
  expect(new Map([...placeOf].sort())).toEqual(
    new Map(stored.map(([id, given]): [string, string[]] => [id, [given[0]?.position ?? '']]).sort()),
  );
  await runner.caughtUpTo(await store.head());
  expect(await readParked(pool)).toEqual([]);
  const disturbed = await tablesOf(pool);
  for (const { name } of readModels) await runner.rebuild(name);
  const head = await store.head();
  while ((await runner.positions()).some(({ position }) => position < head)) await sleep(10);
  expect(await tablesOf(pool)).toEqual(disturbed);
}
