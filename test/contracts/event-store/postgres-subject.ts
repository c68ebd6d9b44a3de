import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { eventStoreEntities, eventStoreMigrations, openPostgresEventStore, type EventStore } from '#event-store';
import type { AnotherStore, ContractSubject } from '#event-store/testing';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

/** The PostgreSQL adapter as the contract wants it: a database of its own, one pool a store. */
export async function postgresSubject(): Promise<ContractSubject> {
  return subjectOn(await openMigratedDatabase());
}

/** A fresh database with the tables of the event store. */
export async function openMigratedDatabase(): Promise<TestDatabase> {
  const database = await openTestDatabase();
  await withDataSource(database.url, (dataSource) => dataSource.runMigrations());
  return database;
}

/** Opens a data source for the tables of the event store and closes it after the work. */
export async function withDataSource<T>(url: string, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const tables = { entities: eventStoreEntities, migrations: eventStoreMigrations };
  // Named, or the schema of the migrations table hangs on whether one exists that is called as the user is.
  const dataSource = await new DataSource({ type: 'postgres', url, schema: 'public', ...tables }).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

/** Stores on a database that is closed with them. */
export async function subjectOn(database: TestDatabase): Promise<ContractSubject> {
  const opened: { store: EventStore; pool: pg.Pool }[] = [];
  const open = ({ queueLimit, isSlow = false }: AnotherStore = {}): EventStore => {
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    // A connection that is cut in somebody's hands says so by an event too, as `createPool` of #stores knows.
    pool.on('connect', (client) => client.on('error', () => undefined));
    // Between the end of the store, which listens, and that of the pool.
    pool.on('error', () => undefined);
    const limit = queueLimit === undefined ? {} : { queueLimit };
    const store = openPostgresEventStore({ pool: isSlow ? slowly(pool) : pool, ...limit });
    opened.push({ store, pool });
    return store;
  };
  return {
    store: open(),
    another: (options) => Promise.resolve(open(options)),
    breakConnections: () => cutConnections(database.pool),
    close: async () => {
      for (const { store, pool } of opened) {
        await store.close();
        await pool.end();
      }
      await database.close();
    },
  };
}

/** Ends every session of the database but the one that asks. */
export async function cutConnections(pool: pg.Pool): Promise<void> {
  await pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
}

/** The pool, but each append is a transaction that commits some while after its statement. */
function slowly(pool: pg.Pool): pg.Pool {
  const query = async (config: pg.QueryConfig): Promise<pg.QueryResult> => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const result = await client.query(config);
      await sleep(Math.random() * 30);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
  return new Proxy(pool, {
    get: (target, key) => {
      const member: unknown = key === 'query' ? query : Reflect.get(target, key);
      return typeof member === 'function' && key !== 'query' ? member.bind(target) : member;
    },
  });
}
