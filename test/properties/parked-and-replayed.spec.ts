import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { askOfParked, createProjectionRunner, readParked, type RecordedEvent } from '#projection-engine';
import { caseOverview, partyStatements, readModels } from '#read-models/projections';
import { importedList } from '../faults/import-events.js';
import { drawn } from '../support/chance.js';
import { failing } from '../support/failing.js';
import { openHouse, type House } from '../support/house.js';
import { tablesOf, wordsLost } from '../support/tables.js';

/** Which events a run cannot take in: of every n-th case and party, from some position on, some types. */
interface Breaking {
  readonly cases: number;
  readonly parties: number;
  readonly from: number;
  readonly pageSize: number;
  /** After each, the projector is asked for a replay that fails still, or is started anew. */
  readonly between: readonly ('replay' | 'restart')[];
}

const breaking: fc.Arbitrary<Breaking> = fc.record({
  cases: fc.integer({ min: 1, max: 9 }),
  parties: fc.integer({ min: 1, max: 9 }),
  from: fc.integer({ min: 0, max: 3_000 }),
  pageSize: fc.constantFrom(1_000, 170, 20),
  between: fc.array(fc.constantFrom('replay', 'restart'), { maxLength: 3 }),
});

describe('keys that were parked and replayed', () => {
  let house: House;
  let undisturbed: Awaited<ReturnType<typeof tablesOf>>;
  const cases = failing(caseOverview);
  const parties = failing(partyStatements);

  beforeAll(async () => {
    house = await openHouse();
    const { events } = importedList();
    for (let from = 0; from < events.length; from += 500) await house.publish(events.slice(from, from + 500));
    await house.runner.stop();
    // Over the whole log, as the others are: what is purged by now was read by the first run.
    await house.stores.pool.query('drop schema overview cascade');
    await house.runner.start();
    await house.settle();
    undisturbed = await tablesOf(house.stores.pool);
    await house.runner.stop();
  });
  afterEach(() => [cases, parties].forEach((each) => each.mend()));
  afterAll(() => house.close());

  const everyNth =
    (n: number, from: number) =>
    ({ name, objectId, position }: RecordedEvent): boolean =>
      !name.endsWith('.purged') && position >= from && Number.parseInt(objectId.slice(0, 8), 16) % n === 0;

  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    for (const deadline = Date.now() + 60_000; !(await holds()); await sleep(10))
      if (Date.now() > deadline) throw new Error('it did not come about');
  };

  it('show in the end what a run shows whose handlers never threw', async () => {
    const { pool, eventStore: store, vault } = house.stores;
    const log = { info: () => undefined, warn: () => undefined };
    let parkedInAll = 0;
    await fc.assert(
      fc.asyncProperty(breaking, async ({ cases: nthCase, parties: nthParty, from, pageSize, between }) => {
        await pool.query('drop schema if exists overview cascade');
        const runner = createProjectionRunner({ pool, store, vault, readModels, log, pageSize });
        cases.failFor(everyNth(nthCase, from));
        parties.failFor(everyNth(nthParty, from));
        const askAll = async (): Promise<void> => {
          const ids = (await readParked(pool)).map(({ id }) => id);
          await askOfParked(pool, ids, 'replay');
          await until(async () =>
            (await readParked(pool)).every(({ id, asked }) => asked === null || !ids.includes(id)),
          );
        };
        try {
          await runner.start();
          for (const what of between) {
            if (what === 'replay') await askAll();
            else {
              await runner.stop();
              await runner.start();
            }
          }
          await runner.caughtUpTo(await store.head());
          parkedInAll += (await readParked(pool)).length;
          cases.mend();
          parties.mend();
          await askAll();
          expect(await readParked(pool)).toEqual([]);
          expect(await tablesOf(pool)).toEqual(undisturbed);
          expect(await wordsLost(pool)).toEqual([]);
        } finally {
          await runner.stop();
        }
      }),
      { ...drawn(8), interruptAfterTimeLimit: 150_000 },
    );
    expect(parkedInAll).toBeGreaterThan(100);
  }, 240_000);
});
