import { createIntake } from '#intake';
import { createProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { createOverviewQueries } from '#read-models/queries';
import { openStores, rotateKeys, type Stores } from '#stores';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';
import { askingOf } from '../../support/house.js';
import { testMasterKey } from '../../support/stores.js';
import { AUTHORITY, CASE, CPR, NAME, story, caseOf } from './told.js';

const log = { info: () => undefined, warn: () => undefined };
const [second, third] = [Buffer.alloc(32, 8), Buffer.alloc(32, 9)];
const viewer = { authority: AUTHORITY };
const operator = { kind: 'operator', name: 'test' } as const;

describe('a new master key', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
    await using(testMasterKey, async (stores) => {
      await intakeOf(stores).accept(story, operator);
    });
  });
  afterEach(() => database.close());

  const using = async <T>(masterKey: Buffer, work: (stores: Stores) => Promise<T>): Promise<T> => {
    const stores = await openStores({ databaseUrl: database.url, masterKey, log });
    try {
      return await work(stores);
    } finally {
      await stores.close();
    }
  };
  const intakeOf = ({ eventStore: store, vault, quarantine }: Stores) =>
    createIntake({ store, vault, quarantine, log });
  const rotate = (masterKey: Buffer, nextKey: Buffer, onKeys?: () => void) =>
    rotateKeys({ databaseUrl: database.url, masterKey, nextKey, ...(onKeys && { onKeys }) });
  /** The view, projected anew from what is stored. */
  const seen = (masterKey: Buffer) =>
    using(masterKey, async ({ pool, eventStore: store, vault }) => {
      const runner = createProjectionRunner({ pool, store, vault, readModels, log });
      await runner.start();
      await runner.caughtUpTo(await store.head());
      await runner.stop();
      return askingOf(createOverviewQueries({ pool, keyring: vault.authority })).party({ cpr: CPR }, viewer);
    });

  it('opens all that was stored, and the old one opens nothing any more', async () => {
    expect(await rotate(testMasterKey, second)).toBeGreaterThan(3);
    await expect(using(testMasterKey, () => Promise.resolve())).rejects.toMatchObject({ code: 'wrong-master-key' });
    expect(await seen(second)).toMatchObject({ name: NAME, cases: { totalCount: 2 } });
  });

  it('leaves every identity and every receipt as they were, also after another one', async () => {
    await rotate(testMasterKey, second);
    await rotate(second, third);
    const again = await using(third, (stores) =>
      intakeOf(stores).accept([story[0], caseOf(CASE.replace('5a11', '5a19'), 'Ny sag')], operator),
    );
    expect(again).toMatchObject([{ status: 'duplicate' }, { status: 'accepted' }]);
    expect(await seen(third)).toMatchObject({ name: NAME, cases: { totalCount: 3 } });
  });

  it('is gone on with after a process was killed, and until then nobody opens the store', async () => {
    const killed = rotate(testMasterKey, second, () => {
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    await expect(using(testMasterKey, () => Promise.resolve())).rejects.toMatchObject({ code: 'rotation-unfinished' });
    await expect(rotate(testMasterKey, third)).rejects.toMatchObject({ code: 'rotation-unfinished' });
    await rotate(testMasterKey, second);
    expect(await seen(second)).toMatchObject({ name: NAME });
    expect(await rotate(testMasterKey, second)).toBe(0);
  });

  it('is refused while the store is open', async () => {
    await using(testMasterKey, async () => {
      await expect(rotate(testMasterKey, second)).rejects.toMatchObject({ code: 'store-in-use' });
    });
  });
});
