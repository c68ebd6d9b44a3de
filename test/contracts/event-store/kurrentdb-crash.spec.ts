import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { AppendRequest, EventStore } from '#event-store';
import { openKurrentDbEventStore, type KurrentDbOptions } from '#event-store/cluster';
import { follow, newEvents, newStream, requestFor } from '#event-store/testing';
import type { TestDatabase } from '../../support/database.js';
import { KurrentDbStandIn } from '../../support/kurrentdb-stand-in/kurrentdb-stand-in.js';
import { startStandInProcess } from '../../support/kurrentdb-stand-in/stand-in-process.js';
import { openMigratedDatabase } from './postgres-subject.js';

const idsOf = (requests: readonly AppendRequest[]): string[] =>
  requests.flatMap(({ events }) => events.map(({ eventId }) => eventId));

/** A crash anywhere between the database and the cluster loses nothing, doubles nothing and leaves no receipt untrue. */
describe('between the database and the cluster', () => {
  let standIn: KurrentDbStandIn;
  let database: TestDatabase;
  const opened: { store: EventStore; pool: pg.Pool }[] = [];
  const open = (options: Partial<KurrentDbOptions> = {}): EventStore => {
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    pool.on('error', () => undefined);
    const store = openKurrentDbEventStore({ url: standIn.url, pool, netMs: 100, ...options });
    opened.push({ store, pool });
    return store;
  };
  beforeEach(async () => {
    [standIn, database] = await Promise.all([KurrentDbStandIn.start(), openMigratedDatabase()]);
  });
  afterEach(async () => {
    for (const { store, pool } of opened.splice(0)) {
      await store.close();
      await pool.end();
    }
    await standIn.close();
    await database.close();
  });

  /** Until it is called, no flush can be ended: what has been sent is noted as begun only. */
  const breakEnding = async (): Promise<() => Promise<void>> => {
    const { rows } = await database.pool.query<{ body: string }>(
      `select pg_get_functiondef('overblik.close_cluster_flushes'::regproc) as body`,
    );
    await database.pool.query(`
      create or replace function overblik.close_cluster_flushes(
        flushes bigint[], ids uuid[], streams text[], revisions int[], positions bigint[], stamps text[], metadata text[])
      returns void language plpgsql as $$ begin raise exception 'away' using errcode = 'admin_shutdown'; end $$`);
    return async () => void (await database.pool.query(rows[0]?.body ?? ''));
  };

  it('knows what a process had written that died before it could note it', async () => {
    const mend = await breakEnding();
    const dying = open({ patienceMs: 100 });
    const requests = [requestFor(newStream(), newEvents(2)), requestFor(newStream(), newEvents(1), 'no-stream')];
    const settled = await Promise.allSettled(requests.map((request) => dying.append(request)));
    expect(settled).toMatchObject(requests.map(() => ({ reason: { name: 'StoreUnavailable' } })));
    await mend();
    const next = open();
    const traces = await next.lookUp(idsOf(requests));
    expect([...traces.keys()].sort()).toEqual(idsOf(requests).sort());
    for (const request of requests) {
      expect(await next.append(request)).toMatchObject({ status: 'duplicate', revision: request.events.length - 1 });
    }
    const { events } = await next.readAll(0, 100);
    expect(events).toHaveLength(3);
    for (const { eventId, position, recordedAt } of events) {
      expect(traces.get(eventId)).toMatchObject({ position, recordedAt });
    }
  });

  it('knows that nothing was written where a process died before it had sent', async () => {
    const store = open();
    const request = requestFor(newStream(), newEvents(2), 'no-stream');
    await database.pool.query('insert into overblik.cluster_flush (streams, event_ids) values ($1, $2)', [
      [request.stream],
      idsOf([request]),
    ]);
    expect(await store.lookUp(idsOf([request]))).toEqual(new Map());
    expect(await store.append(request)).toMatchObject({ status: 'ok', revision: 1 });
  });

  it('waits for an event that another process is writing before it says whether it is stored', async () => {
    const [writer, reader] = [open(), open()];
    const request = requestFor(newStream());
    standIn.delayAppends(300);
    const writing = writer.append(request);
    for (;;) {
      const { rows } = await database.pool.query('select from overblik.cluster_flush');
      if (rows.length > 0) break;
      await sleep(2);
    }
    const traces = await reader.lookUp(idsOf([request]));
    expect([...traces.keys()]).toEqual(idsOf([request]));
    expect(await writing).toMatchObject({ status: 'ok' });
  });

  it('finds its way where the database is an older copy than the cluster', async () => {
    const before = open();
    const stream = newStream();
    const [early, late] = [requestFor(stream, newEvents(2)), requestFor(stream, newEvents(3))];
    await before.append(early);
    await before.append(late);
    await database.pool.query('delete from overblik.cluster_event where revision >= 2');
    const store = open();
    expect(await store.append(requestFor(stream, newEvents(1), 1))).toEqual({ status: 'wrongRevision', actual: 4 });
    expect(await store.append(late)).toMatchObject({ status: 'duplicate', revision: 4 });
    expect(await store.append(requestFor(stream))).toMatchObject({ status: 'ok', revision: 5 });
  });

  it('refuses to write where the cluster is an older copy than the database', async () => {
    const store = open();
    const stream = newStream();
    await store.append(requestFor(stream));
    await database.pool.query(
      `insert into overblik.cluster_event select stream, 7, gen_random_uuid(), position + 1, recorded_at, metadata
       from overblik.cluster_event`,
    );
    await expect(store.append(requestFor(stream))).rejects.toMatchObject({ code: 'cluster-behind-index' });
    expect(await store.readStream(stream)).toHaveLength(1);
  });

  it('does not wait for ever for a process that froze while it wrote', async () => {
    const frozen = new pg.Client({ connectionString: database.url });
    frozen.on('error', () => undefined);
    await frozen.connect();
    await frozen.query(`select pg_advisory_lock(${0x6f766572}, 3)`);
    const store = open({ longestHoldMs: 300 });
    expect(await store.append(requestFor(newStream()))).toMatchObject({ status: 'ok' });
    await expect(frozen.query('select 1')).rejects.toThrow();
  });

  it('keeps what it acknowledged, once and in order, while the server is killed again and again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'overblik-cluster-'));
    const file = join(folder, 'log');
    let server = await startStandInProcess({ file });
    try {
      const stores = [1, 2, 3].map(() => open({ url: server.url, patienceMs: 30_000 }));
      const streams = Array.from({ length: 9 }, () => newStream());
      const reader = follow(stores[0] ?? open(), { after: 0, batchSize: 20 });
      let isKilling = true;
      const acknowledged: AppendRequest[] = [];
      const writing = stores.map(async (store, writer) => {
        for (let n = 0; isKilling || n < 20; n++) {
          const request = requestFor(streams[(n + writer) % streams.length] ?? '', newEvents(1 + (n % 3)));
          expect(await store.append(request)).toMatchObject({ status: 'ok' });
          acknowledged.push(request);
        }
      });
      for (let round = 0; round < 5; round++) {
        await sleep(200 + Math.random() * 400);
        await server.kill();
        server = await startStandInProcess({ file, port: server.port });
      }
      isKilling = false;
      await Promise.all(writing);
      const head = await (stores[1] ?? open()).head();
      await reader.until(head, 30_000);
      await reader.stop();
      expect(reader.events.map(({ eventId }) => eventId).sort()).toEqual(idsOf(acknowledged).sort());
      const next = new Map<string, number>();
      for (const { stream, revision } of reader.events) {
        expect({ stream, revision }).toEqual({ stream, revision: next.get(stream) ?? 0 });
        next.set(stream, revision + 1);
      }
    } finally {
      for (const { store, pool } of opened.splice(0)) {
        await store.close();
        await pool.end();
      }
      await server.kill();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
