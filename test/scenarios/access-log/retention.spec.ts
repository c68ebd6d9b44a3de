import { randomUUID } from 'node:crypto';
import type { AccessEntry } from '#access';
import { instantFromDate } from '#contracts';
import { openDeletion } from '#deletion';
import type { EventStore } from '#event-store';
import { operationEvent } from '#intake';
import { forgetEntries, openInvestigations, registers } from '#oversight';
import { leaveEntry } from '../../support/left-entry.js';
import { AUTHORITY, CASE, CPR } from '../deletion/told.js';
import { ACCESS_LOG, openLookedAt, type Entries, type LookedAt } from './looked-at.js';

describe('the retention of access entries', () => {
  let world: LookedAt;
  beforeEach(async () => {
    world = await openLookedAt();
  });
  afterEach(() => world.close());

  const set = async (value: string): Promise<void> => {
    const act = { actId: randomUUID(), key: 'accessRetention', value, by: 'test' };
    const now = instantFromDate(new Date());
    await world.house.stores.eventStore.append(operationEvent('operation.setting-changed', AUTHORITY, act, now));
    await world.house.settle();
  };
  const look = (user: string, days: number, over: Partial<AccessEntry> = {}): Promise<void> =>
    leaveEntry(world.house, days, { authority: AUTHORITY, user, searchText: `søgning ${user}`, ...over });
  const forget = async (): Promise<number> => {
    await world.house.followed();
    const { pool, eventStore: store } = world.house.stores;
    return forgetEntries({ pool, store, registers });
  };
  const users = async (): Promise<string[]> => {
    const { data } = await world.ask<Entries>(ACCESS_LOG, 'auditor', { filter: { actions: ['SEARCH'] } });
    const found = data?.accessLog.edges.map(({ node }) => node.user) ?? [];
    return found.filter((user) => user !== 'aud-1').sort();
  };
  const digests = async () => {
    const found = await world.house.stores.accessLogStore.readDigests(null, 1_000);
    return found.map(({ position, dataHash, metadata }) => [position, dataHash.toString('hex'), metadata]);
  };

  it('is for ever until the authority chooses, then by purpose, in years and days of the calendar', async () => {
    await look('old', 400);
    await look('inspected', 400, { purpose: 'Tilsyn' });
    await look('recent', 300);
    await look('elsewhere', 400, { authority: '29189714' });
    expect(await forget()).toBe(0);
    await set('*=P1Y;Tilsyn=P2Y');
    expect(await forget()).toBe(1);
    expect(await users()).toEqual(['inspected', 'recent']);
    await set('*=P1Y;Tilsyn=P30D');
    expect(await forget()).toBe(1);
    expect(await users()).toEqual(['recent']);
    expect(await forget()).toBe(0);
  });

  it('leaves of an entry its place, its moment and its hash: the seal holds, and no byte of it is in the table', async () => {
    await look('old-user', 400);
    await look('young-user', 10);
    await world.house.followed();
    const before = await digests();
    await set('*=P1Y');
    // Two processes at once forget it once: the hash of a hash would be no proof.
    expect((await Promise.all([forget(), forget()])).reduce((sum, each) => sum + each)).toBeGreaterThanOrEqual(1);
    expect((await digests()).slice(0, before.length)).toEqual(before);
    const { rows } = await world.house.stores.pool.query<{ data: Buffer; keys: number }>(
      `select data, (select count(*)::int from overblik.access_key) as keys from overblik.access_log order by position`,
    );
    const told = rows.map(({ data }) => data.toString('utf8')).join();
    expect(told).not.toContain('old-user');
    expect(told).toContain('young-user');
    expect(rows[0]?.keys).toBe(1);
  });

  it('does not touch what is under investigation or held, until that is over', async () => {
    await look('investigated', 400);
    await look('held', 400, { objects: [CASE] });
    const { pool, eventStore: store } = world.house.stores;
    const investigations = openInvestigations({ pool, store });
    const covered = { authority: AUTHORITY, user: 'investigated', partyId: null, from: null, to: null };
    const { investigationId } = await investigations.place(covered, 'Klage', 'test');
    const { holds } = openDeletion(world.house.stores);
    const target = { authority: AUTHORITY, family: 'case', objectId: CASE };
    const { holdId } = await holds.place(target, 'Klage', null, 'test');
    await world.house.settle();
    await set('*=P1Y');
    expect(await forget()).toBe(0);
    await investigations.lift(investigationId, 'Slut', 'test', null);
    expect(await forget()).toBe(1);
    expect(await users()).toEqual(['held']);
    await holds.lift(holdId, 'Slut', 'test', null);
    expect(await forget()).toBe(1);
    expect(await users()).toEqual([]);
  });

  it('does not find whom somebody asked for in vain once he is erased, like a register that is made anew', async () => {
    await look('nanna', 1, { asked: [CPR] });
    await look('bo', 1, { asked: ['0101015678'] });
    await world.house.followed();
    const { pool } = world.house.stores;
    const registered = async () => {
      const { rows } = await pool.query<{ user_id: string; asked: number }>(
        `select user_id, cardinality(asked) as asked from oversight.entry where user_id in ('nanna', 'bo') order by position`,
      );
      return rows.map(({ user_id, asked }) => [user_id, asked > 0]);
    };
    expect(await registered()).toEqual([
      ['nanna', true],
      ['bo', true],
    ]);
    const target = { authority: AUTHORITY, family: 'party', objectId: world.party };
    await openDeletion(world.house.stores).eraser.erase(target, 'Sag 24/1177', 'dpo-1');
    const left = [
      ['nanna', false],
      ['bo', true],
    ];
    expect(await registered()).toEqual(left);
    const { follower } = world.house;
    await follower.stop();
    await pool.query('drop schema oversight cascade');
    await follower.start();
    await world.house.followed();
    expect(await registered()).toEqual(left);
  });

  it('stands in nobody’s way where somebody with the password forgot an entry by hand', async () => {
    await look('tampered', 1, { searchText: 'Karla' });
    await look('kept', 1, { searchText: 'Karla' });
    await world.house.followed();
    const { pool } = world.house.stores;
    await pool.query(`update overblik.access_log set data = '\\x00'::bytea || sha256(data)
      where position = (select position from oversight.entry where user_id = 'tampered')`);
    expect(await users()).toEqual(['kept']);
    const target = { authority: AUTHORITY, family: 'party', objectId: world.party };
    await openDeletion(world.house.stores).eraser.erase(target, 'Sag 24/1177', 'dpo-1');
    expect(await users()).toEqual(['kept']);
  });

  describe('is told once', () => {
    const told = async (): Promise<number[][]> => {
      const { eventStore, vault } = world.house.stores;
      const { events } = await eventStore.readAll(0, 1_000, { types: ['operation.access-forgotten'] });
      return (await vault.open(events)).map(({ data }) => (data as { positions: number[] }).positions);
    };

    it('where two processes forget at once', async () => {
      await look('old', 400);
      await set('*=P1Y');
      await world.house.followed();
      const { pool, eventStore } = world.house.stores;
      let other: number | undefined;
      const store: Pick<EventStore, 'append'> = {
        async append(request) {
          if (other === undefined) {
            // What the other one finds is what this one has found, and more.
            await look('older', 500);
            other = await forget();
          }
          return eventStore.append(request);
        },
      };
      expect([await forgetEntries({ pool, store, registers }), other]).toEqual([2, 0]);
      const positions = (await told()).flat();
      expect(positions).toHaveLength(2);
      expect(new Set(positions).size).toBe(2);
    });

    it('where the process that told was killed before it forgot', async () => {
      await look('old', 400);
      await set('*=P1Y');
      await world.house.followed();
      const { pool, eventStore } = world.house.stores;
      const store: Pick<EventStore, 'append'> = {
        async append(request) {
          await eventStore.append(request);
          throw new Error('killed');
        },
      };
      await expect(forgetEntries({ pool, store, registers })).rejects.toThrow('killed');
      expect(await forget()).toBe(1);
      expect(await told()).toHaveLength(1);
    });
  });

  it('is told in the log before it is done, and nothing else of an entry can be changed', async () => {
    await look('old', 400);
    await set('*=P1Y');
    await forget();
    const { pool, eventStore } = world.house.stores;
    const { events } = await eventStore.readAll(0, 1_000, { types: ['operation.access-forgotten'] });
    expect(events).toHaveLength(1);
    await look('young', 1);
    const attempts = [
      `update overblik.access_log set data = '{}'`,
      `update overblik.access_log set data = '\\x00'::bytea || sha256('{}'::bytea)`,
      `update overblik.access_log set metadata = '{}'`,
      `update overblik.access_log set data = '\\x00'::bytea || sha256(data), recorded_at = now()`,
      'delete from overblik.access_log',
      'truncate overblik.access_log',
    ];
    for (const attempt of attempts) await expect(pool.query(attempt)).rejects.toMatchObject({ code: '23001' });
  });
});
