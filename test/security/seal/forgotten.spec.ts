import { randomUUID } from 'node:crypto';
import { instantFromDate } from '#contracts';
import { operationEvent } from '#intake';
import { forgetEntries, registers, toldForgettings } from '#oversight';
import { openHouse, type House } from '../../support/house.js';
import { leaveEntry } from '../../support/left-entry.js';
import { openSealedStore, type SealedStore } from './sealed-store.js';

/*
 * Whoever has the database's password can forget an entry of the access log, and its seal holds: the hash is what was sealed.
 * What was forgotten before its time must be found all the same.
 */
const AUTHORITY = '29189846';
const OTHER = '29189714';
const DAY = 86_400_000;

let house: House;
let sealed: SealedStore;
beforeEach(async () => {
  house = await openHouse();
  const database = { ...house.database, close: () => Promise.resolve() };
  sealed = await openSealedStore({ database });
  for (const [days, over] of [
    [400, {}],
    [400, { purpose: 'Tilsyn' }],
    [400, { authority: OTHER }],
    [300, {}],
    [400, {}],
    [10, {}],
  ] as const)
    await leaveEntry(house, days, { authority: AUTHORITY, ...over });
  await sealed.sealer.sealAll();
});
afterEach(async () => {
  await sealed.close();
  await house.close();
});

/** By the authority's setting: the first and the fifth entry. */
async function forgetInTime(): Promise<void> {
  const { pool, eventStore: store } = house.stores;
  const act = { actId: randomUUID(), key: 'accessRetention', value: '*=P1Y;Tilsyn=P5Y', by: 'test' };
  await store.append(operationEvent('operation.setting-changed', AUTHORITY, act, instantFromDate(new Date())));
  await house.settle();
  await house.followed();
  expect(await forgetEntries({ pool, store, registers })).toBe(2);
}

/** As somebody would who has the password: the guard of the table lets it pass. */
const forgetByHand = (...positions: number[]): Promise<unknown> =>
  house.stores.pool.query(
    `update overblik.access_log set data = '\\x00'::bytea || sha256(data) where position = any($1::bigint[])`,
    [positions],
  );

const UNTOLD = 'an event was forgotten, and nothing tells that its time was over';

describe('an entry that was forgotten', () => {
  it('in its time is counted, and is no fault', async () => {
    expect((await sealed.verify()).access_log).toMatchObject({ forgotten: 0, fault: null });
    await forgetInTime();
    expect(await sealed.verify()).toMatchObject({
      events: { forgotten: 0, fault: null },
      access_log: { read: 6, forgotten: 2, fault: null },
    });
    expect((await sealed.verify({ range: { from: 2, to: 5 } })).access_log).toMatchObject({
      read: 4,
      forgotten: 1,
      fault: null,
    });
  });

  it.each<[string, number]>([
    ['kept longer for its purpose', 2],
    ['of another authority', 3],
    ['not old enough', 4],
    ['of last week', 6],
  ])('by hand is named: one %s', async (_, position) => {
    await forgetInTime();
    await forgetByHand(position);
    const fault = { position, what: UNTOLD };
    expect((await sealed.verify()).access_log).toMatchObject({ forgotten: 3, fault });
    expect((await sealed.verify({ range: { from: position, to: position } })).access_log).toMatchObject({ fault });
  });

  it('by hand is named where nothing was ever forgotten, the first of several', async () => {
    await forgetByHand(5, 2, 4);
    expect((await sealed.verify()).access_log).toMatchObject({ forgotten: 3, fault: { position: 2, what: UNTOLD } });
  });

  it('by hand is named before a later row that was changed, and after an earlier one', async () => {
    await forgetByHand(4);
    const { pool } = house.stores;
    await pool.query('alter table overblik.access_log disable trigger all');
    await pool.query(`update overblik.access_log set type = 'access.nothing' where position = 5`);
    expect((await sealed.verify()).access_log.fault?.position).toBe(4);
    await pool.query(`update overblik.access_log set type = 'access.nothing' where position = 2`);
    expect((await sealed.verify()).access_log.fault?.position).toBe(2);
  });

  it('while the log is being verified is no fault', async () => {
    const isTold = toldForgettings(house.stores);
    const [row] = await house.stores.accessLogStore.readDigests(null, 1);
    expect(row && (await isTold(row))).toBe(false);
    await forgetInTime();
    expect(row && (await isTold(row))).toBe(true);
  });

  it('when events named no positions is held to the authority and the moment that they named', async () => {
    const before = instantFromDate(new Date(Date.now() - 365 * DAY));
    const told = { actId: randomUUID(), purpose: null, period: 'P1Y', before };
    const { eventStore } = house.stores;
    await eventStore.append(operationEvent('operation.access-forgotten', AUTHORITY, told, instantFromDate(new Date())));
    await forgetByHand(1, 5);
    expect((await sealed.verify()).access_log).toMatchObject({ forgotten: 2, fault: null });
    await forgetByHand(4);
    expect((await sealed.verify()).access_log.fault).toEqual({ position: 4, what: UNTOLD });
    await forgetByHand(3);
    expect((await sealed.verify()).access_log.fault).toEqual({ position: 3, what: UNTOLD });
  });
});
