import { openStores, StoresFault, type Stores } from '#stores';
import { openTestDatabase } from './database.js';
import type { TestDatabase } from './database.js';
import { openTestStores, testMasterKey } from './stores.js';

const log = { warn: () => undefined };

describe('the stores', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await openTestDatabase();
  });
  afterEach(() => database.close());

  it('open an empty database at the newest schema, and open it again', async () => {
    const first = await openStores({ databaseUrl: database.url, masterKey: testMasterKey, log });
    await first.close();
    const second = await openStores({ databaseUrl: database.url, masterKey: testMasterKey, log });
    expect(await second.eventStore.head()).toBe(0);
    await second.close();
  });

  it('are opened by several processes at once', async () => {
    const all = await Promise.all(
      [1, 2, 3].map(() => openStores({ databaseUrl: database.url, masterKey: testMasterKey, log })),
    );
    expect(all).toHaveLength(3);
    await Promise.all(all.map((stores) => stores.close()));
  });

  it('plan what is asked for an answer once, whatever its values, and all else as PostgreSQL sees fit', async () => {
    const stores = await openStores({ databaseUrl: database.url, masterKey: testMasterKey, log });
    const plansOf = async (pool: Stores['pool']): Promise<unknown> => {
      const client = await pool.connect();
      try {
        for (const value of [1, 2])
          await client.query({
            name: 'asked',
            text: 'select n from generate_series(1, 3) n where n = $1',
            values: [value],
          });
        const plans = 'select generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements';
        return (await client.query(plans)).rows[0];
      } finally {
        client.release();
      }
    };
    expect(await plansOf(stores.answerPool)).toEqual({ generic: 2, custom: 0 });
    expect(await plansOf(stores.pool)).toEqual({ generic: 0, custom: 2 });
    await stores.close();
  });

  it('refuse a wrong master key', async () => {
    const first = await openStores({ databaseUrl: database.url, masterKey: testMasterKey, log });
    await first.close();
    const wrong = openStores({ databaseUrl: database.url, masterKey: Buffer.alloc(32, 8), log });
    await expect(wrong).rejects.toMatchObject({ name: 'StoresFault', code: 'wrong-master-key' });
  });

  it('refuse a schema that is newer than the program', async () => {
    const first = await openStores({ databaseUrl: database.url, masterKey: testMasterKey, log });
    await first.close();
    await database.pool.query(`insert into overblik.migration (timestamp, name) values (9, 'FromTheFuture9')`);
    const older = openStores({ databaseUrl: database.url, masterKey: testMasterKey, log });
    await expect(older).rejects.toThrow(StoresFault);
  });

  it('declare the tables that the migrations make', async () => {
    const { stores, close } = await openTestStores();
    const { upQueries } = await stores.dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await close();
  });

  it('keep the microseconds of time stamps', async () => {
    const { stores, close } = await openTestStores();
    const { rows } = await stores.pool.query<{ at: string; day: string }>(
      `select '2024-05-01 12:20:30.5+02'::timestamptz as at, '2024-05-01'::date as day`,
    );
    expect(rows).toEqual([{ at: '2024-05-01T10:20:30.500000Z', day: '2024-05-01' }]);
    await close();
  });
});
