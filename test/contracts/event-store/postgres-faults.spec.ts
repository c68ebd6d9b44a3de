import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { eventStoreMigrations, openPostgresEventStore, type AppendRequest, type EventStore } from '#event-store';
import type { TestDatabase } from '../../support/database.js';
import { openMigratedDatabase, withDataSource } from './postgres-subject.js';

/** What only the PostgreSQL adapter can meet. */
describe('the PostgreSQL event store', () => {
  let database: TestDatabase;
  let store: EventStore;
  beforeAll(async () => {
    database = await openMigratedDatabase();
    store = openPostgresEventStore({ pool: database.pool });
  });
  afterAll(async () => {
    await store.close();
    await database.close();
  });

  it('calls an append whose answer was lost written, not repeated', async () => {
    const cut = openPostgresEventStore({ pool: losingAnswers(database.pool) });
    const outcomes = await cut.appendAll([request(), request()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok']);
    const repeated = request();
    await store.append(repeated);
    const head = await store.head();
    expect(await openPostgresEventStore({ pool: losingAnswers(database.pool) }).append(repeated)).toMatchObject({
      status: 'duplicate',
      lastPosition: head,
    });
    await cut.close();
  });

  it('fails a request that the database refuses alone, and says nothing of its content', async () => {
    await database.pool.query(`alter table overblik.events add constraint no_poison check (type <> 'poison')`);
    const requests = [request(), request('poison'), request()];
    const settled = await Promise.allSettled(requests.map((one) => store.append(one)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const reason: unknown = settled[1]?.status === 'rejected' ? settled[1].reason : null;
    expect(reason).toMatchObject({ name: 'StoreRefused', code: 'SQLSTATE 23514' });
    expect(JSON.stringify(reason, Object.getOwnPropertyNames(reason))).not.toContain('secret');
  });

  it('says that it is unavailable when the database stays away, to those who wait too', async () => {
    const pool = new pg.Pool({ connectionString: 'postgres://127.0.0.1:1/nowhere' });
    const away = openPostgresEventStore({ pool, patienceMs: 100 });
    const requests = Array.from({ length: 600 }, () => request());
    const settled = await Promise.allSettled(requests.map((one) => away.append(one)));
    expect(settled.every((one) => one.status === 'rejected' && isUnavailable(one.reason))).toBe(true);
    await expect(away.head()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    const pages = away.subscribe({ after: 0, signal: new AbortController().signal })[Symbol.asyncIterator]();
    const next = pages.next();
    await sleep(300);
    await away.close();
    expect(await next).toEqual({ done: true, value: undefined });
    await pool.end();
  });

  it('refuses to change what was recorded', async () => {
    await store.append(request());
    for (const statement of [
      'update overblik.events set type = type',
      'delete from overblik.events',
      'truncate overblik.events',
    ]) {
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '23001' });
    }
  });

  it('keeps the access log apart from the events', async () => {
    const accessLog = openPostgresEventStore({ pool: database.pool, table: 'access_log' });
    const entry = request();
    expect(await accessLog.append(entry)).toEqual({ status: 'ok', firstPosition: 1, lastPosition: 1, revision: 0 });
    expect(await store.readStream(entry.stream)).toEqual([]);
    expect(await accessLog.head()).toBe(1);
    await accessLog.close();
  });

  it('has tables that are what TypeORM was told', async () => {
    const drift = await withDataSource(database.url, async ({ driver }) => driver.createSchemaBuilder().log());
    expect(drift.upQueries.map(({ query }) => query).filter((query) => !query.includes('no_poison'))).toEqual([]);
  });

  it('has a way back from each migration', async () => {
    await withDataSource(database.url, async (dataSource) => {
      for (const _ of eventStoreMigrations) await dataSource.undoLastMigration();
      const { rows } = await database.pool.query(`select from pg_class where relnamespace = 'overblik'::regnamespace`);
      expect(rows).toEqual([]);
      expect(await dataSource.runMigrations()).toHaveLength(eventStoreMigrations.length);
    });
  });
});

function request(type = 'test'): AppendRequest {
  const event = { eventId: randomUUID(), type, metadata: '{"name":"secret"}', data: Buffer.from('secret') };
  return { stream: `case-${randomUUID()}`, expectedRevision: 'any', events: [event] };
}

function isUnavailable(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'StoreUnavailable';
}

/** A pool that runs the first append and loses its answer on the way back. */
function losingAnswers(pool: pg.Pool): pg.Pool {
  let lost = false;
  const query = async (config: pg.QueryConfig): Promise<pg.QueryResult> => {
    const result = await pool.query(config);
    if (lost || !config.text.includes('append_to')) return result;
    lost = true;
    throw new Error('Connection terminated unexpectedly');
  };
  return new Proxy(pool, {
    get: (target, key) => {
      const member: unknown = key === 'query' ? query : Reflect.get(target, key);
      return typeof member === 'function' && key !== 'query' ? member.bind(target) : member;
    },
  });
}
