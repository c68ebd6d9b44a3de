import { openStores } from '#stores';
import type { Stores } from '#stores';
import { openTestDatabase } from './database.js';
import { openTestEventLog } from './event-log.js';
import { runLog } from './run-logs.js';
import type { TestDatabase } from './database.js';

/** The master key of all tests. */
export const testMasterKey = Buffer.alloc(32, 7);

/** Stores, and where they lie. */
export interface TestStores {
  readonly stores: Stores;
  readonly database: TestDatabase;
  /** Undefined where events lie in the database. */
  readonly eventStoreUrl: string | undefined;
  close(): Promise<void>;
}

/** Stores on a fresh database at the newest schema. */
export async function openTestStores(): Promise<TestStores> {
  const database = await openTestDatabase();
  const log = await openTestEventLog();
  const stores = await openStores({
    databaseUrl: database.url,
    eventStoreUrl: log.url,
    sharesCluster: true,
    masterKey: testMasterKey,
    log: runLog(),
  });
  return {
    stores,
    database,
    eventStoreUrl: log.url,
    async close() {
      await stores.close();
      await log.close();
      await database.close();
    },
  };
}
