/** Where a test keeps its events. */
export interface TestEventLog {
  /** Undefined for the database. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

/**
 * A log for one database, where `OVERBLIK_TEST_EVENT_STORE` says: unset in the database, `stand-in` in a stand-in of a
 * cluster, or in the real one of a connection string, under a prefix of its own.
 */
export async function openTestEventLog(): Promise<TestEventLog> {
  const where = process.env['OVERBLIK_TEST_EVENT_STORE'];
  if (where !== 'stand-in') return { url: where, close: () => Promise.resolve() };
  const { KurrentDbStandIn } = await import('./kurrentdb-stand-in/kurrentdb-stand-in.js');
  const standIn = await KurrentDbStandIn.start();
  return { url: standIn.url, close: () => standIn.close() };
}

/** The same for programs that are started: those of one test file share a log, each data folder under its own prefix. */
export async function eventStoreEnvironment(): Promise<Record<string, string>> {
  shared ??= openTestEventLog();
  const { url } = await shared;
  return url === undefined ? {} : { EVENT_STORE_URL: url };
}

let shared: Promise<TestEventLog> | undefined;

afterAll(async () => {
  await (await shared)?.close();
});
