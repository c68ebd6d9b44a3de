import { openStores } from '#stores';
import type { Stores } from '#stores';
import { openTestDatabase } from './database.js';
import type { TestDatabase } from './database.js';

/** The master key of all tests. */
export const testMasterKey = Buffer.alloc(32, 7);

/** Stores on a fresh database at the newest schema. */
export async function openTestStores(): Promise<{ stores: Stores; database: TestDatabase; close(): Promise<void> }> {
  const database = await openTestDatabase();
  const stores = await openStores({
    databaseUrl: database.url,
    masterKey: testMasterKey,
    log: { warn: () => undefined },
  });
  return {
    stores,
    database,
    async close() {
      await stores.close();
      await database.close();
    },
  };
}
