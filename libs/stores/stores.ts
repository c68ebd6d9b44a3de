import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { createAccessParts, type AccessParts } from '#access';
import { destroyPersonalParts } from '#oversight';
import { openPostgresEventStore, openPostgresQuarantine } from '#event-store';
import type { EventStore, Quarantine } from '#event-store';
import { openKeyVault } from '#personal-data';
import type { DestroyedList, KeyVault } from '#personal-data';
import { openDataSource } from './data-source.js';
import { isRestoring } from './backup/restore.js';
import { StoresFault } from './errors.js';
import { checkMasterKey } from './key-check.js';
import { openEventLog, type EventLogOptions, type EventLogPlace, type OnLogFault } from './event-log.js';
import { readKeyRoot } from './key-root.js';
import { createPool, isDatabaseAway } from './postgres-pool.js';

/** Where the stores tell of faults that were ridden out. */
export interface StoresLog {
  warn(details: object, message: string): void;
}

/** What `openStores` is told. */
export interface StoresOptions extends EventLogOptions {
  databaseUrl: string;
  /** 32 bytes. */
  masterKey: Buffer;
  log: StoresLog;
  /** Connections at most, without half as many for answers and the few of TypeORM and of subscriptions; default 20. */
  poolSize?: number;
  /** For whoever ends a restore: the store is marked, and nobody else opens it. */
  isRestoring?: boolean;
  /** Where destroyed keys are listed outside the database; left out: nowhere. */
  destroyedList?: DestroyedList;
}

/** All that is kept, opened: one instance a process. Also the token by which Nest hands it out. */
export abstract class Stores {
  abstract readonly pool: Pool;
  /** For what is asked by key or word: statements are planned once a connection, whatever the values. */
  abstract readonly answerPool: Pool;
  abstract readonly dataSource: DataSource;
  abstract readonly eventStore: EventStore;
  /** Where the event store keeps its events; the access log lies in the database always. */
  abstract readonly eventLogPlace: EventLogPlace;
  abstract readonly accessLogStore: EventStore;
  /** The personal parts of its entries, which can be forgotten. */
  abstract readonly accessParts: AccessParts;
  abstract readonly vault: KeyVault;
  abstract readonly quarantine: Quarantine;
  /** Whether events could be written now: the database answers and is not a read-only copy, and the log answers. */
  abstract canBeWritten(): Promise<boolean>;
  /** Finishes the appends in hand and lets go of every connection. */
  abstract close(): Promise<void>;
}

/**
 * Opens the database at its newest schema and everything built on it. Refuses with a `StoresFault` a master key that is
 * not this database's, a schema newer than this program, an encoding other than UTF8, and an event store that is not
 * where this database's events lie.
 */
export async function openStores({
  databaseUrl,
  masterKey,
  log,
  poolSize = 20,
  destroyedList,
  isRestoring: endsRestore = false,
  ...eventLogOptions
}: StoresOptions): Promise<Stores> {
  const onFault = tellNowAndThen(log);
  const pool = createPool({ url: databaseUrl, size: poolSize });
  // The stores on the pool each listen for its broken connections; that is no leak.
  pool.setMaxListeners(20);
  const answerPool = createPool({ url: databaseUrl, size: Math.ceil(poolSize / 2), plansOnce: true });
  let dataSource: DataSource | undefined;
  let root: Buffer;
  let eventLog: Awaited<ReturnType<typeof openEventLog>>;
  try {
    await refuseOtherEncoding(pool);
    dataSource = await openDataSource(databaseUrl, pool, onFault);
    await checkMasterKey(pool, masterKey);
    if (!endsRestore && (await isRestoring(pool)))
      throw new StoresFault('restore-unfinished', 'A restore of this store was not finished: run restore again');
    root = await readKeyRoot(pool, masterKey);
    eventLog = await openEventLog(pool, eventLogOptions, onFault);
  } catch (error) {
    await dataSource?.destroy();
    await Promise.all([pool.end(), answerPool.end()]);
    throw error;
  }
  const opened = dataSource;
  // Also where events lie in a cluster: a flush is noted in the database, durably, before it is sent there.
  const vault = openKeyVault(masterKey, pool, {
    root,
    areFlushedByAppend: true,
    ...(destroyedList && { destroyedList }),
  });
  const { eventStore, place } = eventLog;
  const accessLogStore = openPostgresEventStore({ pool, table: 'access_log', onFault });
  await vault.relist();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await Promise.allSettled([eventStore.close(), accessLogStore.close()]);
    await Promise.allSettled([opened.destroy(), pool.end(), answerPool.end()]);
  };
  return {
    pool,
    answerPool,
    dataSource: opened,
    eventStore,
    eventLogPlace: place,
    accessLogStore,
    accessParts: createAccessParts(pool, vault.authority, (eventIds) => destroyPersonalParts(pool, eventIds)),
    vault,
    quarantine: openPostgresQuarantine(opened),
    async canBeWritten() {
      const { rows } = await pool.query<{ writable: boolean }>(
        "select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as writable",
      );
      if (rows[0]?.writable !== true) return false;
      if (place.kind === 'cluster') await eventStore.head();
      return true;
    },
    close: () => (closing ??= close()),
  };
}

/** Danish letters in another encoding are lost or doubled, silently. */
async function refuseOtherEncoding(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ server_encoding: string }>('show server_encoding');
  if (rows[0]?.server_encoding !== 'UTF8') {
    throw new StoresFault('database-encoding', 'The database must have encoding UTF8');
  }
}

/** What is away is told of by everyone who misses it, many times a second: one line in five seconds will do. */
function tellNowAndThen(log: StoresLog): OnLogFault {
  let last = 0;
  return (fault, isClusterAway = false) => {
    if (!isClusterAway && !isDatabaseAway(fault))
      return log.warn({ err: fault }, 'a fault of the database was ridden out');
    if (Date.now() - last < 5_000) return;
    last = Date.now();
    const { code } = fault as { code?: string | number };
    log.warn({ code }, `the ${isClusterAway ? 'event store' : 'database'} is away; trying again`);
  };
}
