import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import { createParallelRuns } from '#reconciliation';
import { openHouse, scopeOf, type House } from '../support/house.js';
import { startProgram } from '../support/program.js';
import { testMasterKey } from '../support/stores.js';
import { prepareChild, type Child } from './children.js';

const AUTHORITY = '29189846';
const LEGACY = 'urn:overblik:source:kmd-sag';
const SUCCESSOR = 'urn:overblik:source:sbsys';
const PAIRS = 450;

const event = (source: string, type: string, id: string, data: object, time = '2026-02-01T08:00:00Z'): object => ({
  ...{ specversion: '1.0', id: randomUUID(), source, authority: AUTHORITY, time },
  ...{ type: `dk.overblik.case.${type}.v1`, subject: `case/${id}`, data },
});
const registered = (source: string, id: string, index: number, title: string): object =>
  event(source, 'registered', id, {
    ...{ caseNumber: `26-${index}`, title, kle: '32.18.04', sensitivity: 'confidential' },
    ...{ openedOn: '2026-01-01', parties: [] },
  });

describe('the pairs of a run that was declared', () => {
  let house: House;
  const children: Child[] = [];
  beforeAll(async () => {
    house = await openHouse();
    const legacyIds = Array.from({ length: PAIRS }, () => randomUUID());
    // A third agrees, a third differs, a third differed until the legacy changed its title.
    const registrations = legacyIds.flatMap((id, index) => [
      registered(LEGACY, id, index, index % 3 === 0 ? 'B' : 'A'),
      registered(SUCCESSOR, randomUUID(), index, 'B'),
    ]);
    const changes = legacyIds
      .filter((_, index) => index % 3 === 2)
      .map((id) => event(LEGACY, 'attributes-changed', id, { title: 'B' }, '2026-02-02T08:00:00Z'));
    for (const told of [registrations, changes])
      for (const { status } of await house.publish(told)) expect(status).toBe('accepted');
    await declare();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await house.close();
  });

  async function declare(): Promise<void> {
    const act = { actId: randomUUID(), key: 'parallelRun', value: `${LEGACY}=${SUCCESSOR}`, by: 'test' };
    const now = instantFromDate(new Date());
    await house.stores.eventStore.append(operationEvent('operation.setting-changed', AUTHORITY, act, now));
    await house.settle();
  }
  const walked = async (): Promise<string | null | undefined> =>
    (await house.stores.pool.query<{ walked: string | null }>('select walked from overview.pairs_compared')).rows[0]
      ?.walked;
  const kept = async (table: string): Promise<string[]> =>
    (await house.stores.pool.query<{ row: string }>(`select t::text as row from overview.${table} t`)).rows
      .map(({ row }) => row)
      .sort();
  async function counted(which: 'STANDING' | 'GONE'): Promise<number> {
    const { pool, eventStore: store, vault } = house.stores;
    const runs = createParallelRuns({ pool, store, vault, queries: house.queries });
    const run = { legacy: LEGACY, successor: SUCCESSOR };
    const page = { first: 1, after: null };
    return (await runs.parallelRun(run, which, page, scopeOf({ authority: AUTHORITY }))).totalCount;
  }

  it('are compared ahead by whoever is started next, though each before was killed in the midst, and by two at once', async () => {
    const start = await prepareChild('pairs-child');
    const run = (steps: number | null): Child => {
      const child = start({ databaseUrl: house.database.url, steps });
      children.push(child);
      return child;
    };
    const places: unknown[] = [];
    for (const steps of [1, 2, 2]) {
      const child = run(steps);
      await child.ended;
      expect([child.process.signalCode, child.output()]).toEqual(['SIGKILL', '']);
      places.push(await walked());
    }
    // What was done before a step that was cut off stays done.
    expect(places[0]).toBe('');
    expect(new Set(places).size).toBe(3);
    expect(places).not.toContain(null);
    const together = [run(null), run(null)];
    await Promise.all(together.map(({ ended }) => ended));
    expect(together.map((child) => child.process.exitCode)).toEqual([0, 0]);
    expect(await walked()).toBeNull();
    const found = [await kept('pair_difference'), await kept('pair_past')];
    expect(found.map((rows) => rows.length)).toEqual([PAIRS / 3, PAIRS / 3]);
    expect([await counted('STANDING'), await counted('GONE')]).toEqual([PAIRS / 3, PAIRS / 3]);
  }, 180_000);

  it('are all told of to whoever asks while they are being compared', async () => {
    const start = await prepareChild('pairs-child');
    await declare();
    const child = start({ databaseUrl: house.database.url, steps: 2 });
    children.push(child);
    await child.ended;
    expect(await walked()).toEqual(expect.stringMatching(/^26-/));
    expect(await Promise.all([counted('STANDING'), counted('GONE'), counted('STANDING')])).toEqual([
      PAIRS / 3,
      PAIRS / 3,
      PAIRS / 3,
    ]);
    expect(await walked()).toBeNull();
  }, 180_000);

  it('are compared by the process that projects, asked or not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'overblik-pairs-'));
    for (const table of ['pair_difference', 'pair_past', 'pairs_compared'])
      await house.stores.pool.query(`delete from overview.${table}`);
    const projector = await startProgram('apps/projector/main.js', {
      DATABASE_URL: house.database.url,
      ...(house.eventStoreUrl !== undefined && { EVENT_STORE_URL: house.eventStoreUrl }),
      OVERBLIK_DATA_DIR: folder,
      OVERBLIK_MASTER_KEY: testMasterKey.toString('base64'),
      PORT: '0',
    });
    try {
      for (const until = Date.now() + 120_000; (await walked()) !== null; await sleep(50))
        if (Date.now() > until || projector.child.exitCode !== null) throw new Error(projector.output());
    } finally {
      projector.child.kill('SIGTERM');
      await projector.ended();
      rmSync(folder, { recursive: true, force: true });
    }
    expect([(await kept('pair_difference')).length, (await kept('pair_past')).length]).toEqual([PAIRS / 3, PAIRS / 3]);
  }, 180_000);
});
