import { accessViewed, type StoredAccessEntry } from '#access';
import { registers, type LoggedView } from '#oversight';
import { openHouse, type House } from '../../support/house.js';

const authority = '29189846';
const party = (n: number): string => `cccccccc-0000-4000-8000-${String(n).padStart(12, '0')}`;
const FIRST = 10_000_000;

/** A caseworker's view of a party, at a second of the day. */
function view(user: string, n: number, second: number): LoggedView {
  const at = new Date(Date.UTC(2026, 4, 1, 8) + second * 1_000).toISOString().replace('Z', '000Z');
  const data: Partial<StoredAccessEntry> = {
    authority,
    user,
    unit: null,
    at,
    roles: ['caseworker'],
    action: 'VIEW',
    lookedUp: [party(n)],
  };
  const position = FIRST + second;
  const eventId = `0196a3c2-0000-7000-8000-${String(second).padStart(12, '0')}`;
  return { position, eventId, type: accessViewed, recordedAt: at, data: data as StoredAccessEntry };
}

const LOOKED_UP_BEFORE = `
  insert into oversight.look_up
    (position, entry_id, authority, user_id, is_caseworker, at, own_nodes, object_id, party_id, is_latest)
  select n, gen_random_uuid(), $1, $2, true, '2026-05-01T08:00:00Z'::timestamptz - (20000 - n) * interval '0.1 second', '{}', p, p,
         n > 20000 - $3
    from generate_series(1, 20000) n,
      lateral (select ('cccccccc-0000-4000-8000-' || lpad((n % $3)::text, 12, '0'))::uuid as p) named`;

describe('the cost of judging a look-up', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
    await house.follower.stop();
    for (const n of [0, 1, 2, 3, 4])
      await house.stores.pool.query(
        `insert into overview.party_node (authority, node_id, party_id, cluster_id, is_subject, first_position, erased) values ($1, $2, $2, $2, true, 1, false)`,
        [authority, party(n)],
      );
  }, 60_000);
  afterAll(() => house.close());

  it.each([
    ['of few parties', 5],
    ['of as many parties as are bulk', 100],
    ['of a party each', 20_000],
  ])('does not grow with the 20,000 look-ups %s that a robot made within the hour', async (_, parties) => {
    const { pool, vault } = house.stores;
    const client = await pool.connect();
    try {
      await client.query('begin');
      await client.query(LOOKED_UP_BEFORE, [authority, 'robot', parties]);
      await client.query('analyze oversight.look_up');
      const read = async (): Promise<number> => {
        const { rows } = await client.query<{ read: string }>(
          `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as read from pg_stat_xact_user_tables where relid = 'oversight.look_up'::regclass`,
        );
        return Number(rows[0]?.read);
      };
      const before = await read();
      const misuse = registers.find(({ name }) => name === 'misuse');
      const openAll = () => Promise.resolve([]);
      await misuse?.takeIn([view('robot', 1, 1)], { client, keyring: vault.authority, openAll });
      const cost = (await read()) - before;
      // Twenty of the party, sixty parties, ten of each of them where bulk begins.
      expect(cost).toBeGreaterThan(20);
      expect(cost).toBeLessThan(1_000);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
