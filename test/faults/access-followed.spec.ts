import { setTimeout as sleep } from 'node:timers/promises';
import { accessViewed, createAccessLog, type AccessEntry } from '#access';
import { createFollower, untilFollowed, type Follower, type LoggedEntry, type Register } from '#oversight';
import { openTestStores, type TestStores } from '../support/stores.js';

const entry: AccessEntry = {
  at: '2026-05-01T10:00:00.000000Z',
  authority: '29189846',
  user: 'bo',
  userName: 'Bo Sagsbehandler',
  unit: null,
  roles: ['caseworker'],
  grounds: [],
  action: 'VIEW',
  operation: 'party',
  purpose: null,
  parties: [],
  objects: [],
  searchText: null,
  hits: null,
  asked: [],
  denied: null,
  asOf: null,
  asKnownAt: null,
  hopOrigin: null,
  transactionId: '9b2d8f6e-0000-4000-8000-000000000000',
  ip: null,
};

/** Keeps each position once: taken in twice it fails, and a lost one is missing. */
function spy(version: number, disturbance: (entries: readonly LoggedEntry[]) => Promise<void>): Register {
  return {
    name: 'spy',
    version,
    hears: new Set([accessViewed]),
    tables: [
      { name: 'spy', sql: ['create table oversight.spy (position bigint primary key, version integer not null)'] },
    ],
    async takeIn(entries, { client }) {
      const positions = entries.map(({ position }) => position);
      await client.query('insert into oversight.spy select unnest($1::bigint[]), $2', [positions, version]);
      await disturbance(entries);
    },
    forget: () => Promise.resolve(),
  };
}

describe('the follower of the access log', () => {
  let opened: TestStores;
  const followers: Follower[] = [];
  beforeEach(async () => {
    opened = await openTestStores();
  });
  afterEach(async () => {
    await Promise.all(followers.splice(0).map((follower) => follower.stop()));
    await opened.close();
  });

  const write = async (entries: number): Promise<number> => {
    const { accessLogStore: store, accessParts } = opened.stores;
    const log = createAccessLog({ store, seal: accessParts.seal });
    await Promise.all(Array.from({ length: entries }, (_, n) => log.record({ ...entry, user: `user-${n % 7}` })));
    return store.head();
  };
  const follow = async (register: Register): Promise<void> => {
    const { pool, accessLogStore: store, accessParts, vault } = opened.stores;
    const log = { warn: () => undefined };
    const options = { pool, store, accessParts, keyring: vault.authority, registers: [register], log, pageSize: 20 };
    const follower = createFollower(options);
    followers.push(follower);
    await follower.start();
  };
  const kept = async (): Promise<{ entries: number; last: number; versions: number[] }> => {
    const { rows } = await opened.stores.pool.query<{ entries: number; last: number; versions: number[] }>(
      `select count(*)::int as entries, max(position)::int as last, array_agg(distinct version) as versions from oversight.spy`,
    );
    return rows[0] ?? { entries: 0, last: 0, versions: [] };
  };

  it('takes in each entry once, by three processes, whose handlers fail and whose connections are cut', async () => {
    const head = await write(300);
    let turns = 0;
    const disturbed = spy(1, async () => {
      turns += 1;
      if (turns === 2) throw new Error('the handler failed after it had written');
      if (turns === 5)
        await opened.stores.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where pid <> pg_backend_pid() and state = 'idle in transaction' and datname = current_database()`,
        );
      await sleep(1);
    });
    await Promise.all([follow(disturbed), follow(disturbed), follow(disturbed)]);
    await untilFollowed(opened.stores.pool, disturbed, head, 20_000);
    expect(await kept()).toEqual({ entries: head, last: head, versions: [1] });
    expect(turns).toBeGreaterThan(5);
    const later = await write(30);
    await untilFollowed(opened.stores.pool, disturbed, later, 20_000);
    expect(await kept()).toEqual({ entries: later, last: later, versions: [1] });
  });

  it('makes the tables anew for a newer version, and leaves those of a newer program alone', async () => {
    const still = (version: number) => spy(version, () => Promise.resolve());
    const head = await write(50);
    await follow(still(1));
    await untilFollowed(opened.stores.pool, still(1), head, 20_000);
    await follow(still(2));
    await untilFollowed(opened.stores.pool, still(2), head, 20_000);
    expect(await kept()).toEqual({ entries: head, last: head, versions: [2] });
    await follow(still(1));
    const later = await write(10);
    await untilFollowed(opened.stores.pool, still(2), later, 20_000);
    expect(await kept()).toEqual({ entries: later, last: later, versions: [2] });
    await expect(untilFollowed(opened.stores.pool, still(1), later, 50)).rejects.toMatchObject({
      code: 'NOT_YET_VISIBLE',
    });
  });
});
