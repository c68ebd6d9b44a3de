import type { Pool } from 'pg';
import { createAuthorityKeyring, PersonalDataError, unwrapKey, unwrapRoot, wrapKey, wrapRoot } from '#personal-data';
import { openDataSource } from './data-source.js';
import { StoresFault } from './errors.js';
import { checkMasterKey, checkValue } from './key-check.js';
import { createPool } from './postgres-pool.js';
import { refuseInUse } from './store-in-use.js';

/** Which key is to follow which. */
export interface RotateOptions {
  readonly databaseUrl: string;
  readonly masterKey: Buffer;
  readonly nextKey: Buffer;
  readonly onKeys?: (keys: number, of: number) => void;
}

const KEYS_AT_ONCE = 2_000;

/**
 * Puts the keys of all streams under another master key; identities and what else is derived stay, by the root that is kept.
 * A process that is killed leaves a store that nobody opens until the same is done again with the same keys. Tells how many keys.
 * @throws StoresFault where the store is in use, the key is not its own, or another change was begun
 */
export async function rotateKeys({ databaseUrl, masterKey, nextKey, onKeys }: RotateOptions): Promise<number> {
  const pool = createPool({ url: databaseUrl, size: 2, name: 'rotate' });
  try {
    await refuseInUse(pool);
    const dataSource = await openDataSource(databaseUrl, pool, () => undefined);
    try {
      if (await isKeyOf(pool, nextKey)) return 0;
      await checkMasterKey(pool, masterKey);
      await begin(pool, nextKey);
      const keys = await wrapAll(pool, masterKey, nextKey, onKeys);
      await end(pool, masterKey, nextKey);
      return keys;
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await pool.end();
  }
}

async function isKeyOf(pool: Pool, key: Buffer): Promise<boolean> {
  const { rows } = await pool.query<{ value: string }>('select value from overblik.key_check');
  return rows[0]?.value === checkValue(key);
}

async function begin(pool: Pool, nextKey: Buffer): Promise<void> {
  const next = checkValue(nextKey);
  await pool.query(
    `insert into overblik.key_root as k (id, next_check) values (1, $1)
     on conflict (id) do update set next_check = excluded.next_check where k.next_check is null`,
    [next],
  );
  const { rows } = await pool.query<{ next: string }>('select next_check as next from overblik.key_root');
  if (rows[0]?.next !== next)
    throw new StoresFault('rotation-unfinished', 'A change to another master key was begun: finish it with that key');
}

async function wrapAll(
  pool: Pool,
  masterKey: Buffer,
  nextKey: Buffer,
  onKeys: RotateOptions['onKeys'],
): Promise<number> {
  const [before, after] = [createAuthorityKeyring(masterKey), createAuthorityKeyring(nextKey)];
  const { rows: counted } = await pool.query<{ keys: string }>(
    'select count(*) as keys from overblik.object_key where wrapped is not null',
  );
  const of = Number(counted[0]?.keys);
  let keys = 0;
  for (let last = ''; ;) {
    const { rows } = await pool.query<{ stream: string; wrapped: Buffer }>(
      `select stream_id as stream, wrapped from overblik.object_key
        where stream_id > $1 and wrapped is not null order by stream_id limit ${KEYS_AT_ONCE}`,
      [last],
    );
    const end = rows.at(-1);
    if (end === undefined) return keys;
    last = end.stream;
    // What an earlier try has wrapped opens with the next key already.
    const left = rows.filter(({ stream, wrapped }) => !opens(() => unwrapKey(after, stream, wrapped)));
    await pool.query(
      `update overblik.object_key k set wrapped = u.wrapped
         from unnest($1::text[], $2::bytea[]) as u (stream_id, wrapped)
        where k.stream_id = u.stream_id and k.destroyed_at is null`,
      [
        left.map(({ stream }) => stream),
        left.map(({ stream, wrapped }) => wrapKey(after, stream, unwrapKey(before, stream, wrapped))),
      ],
    );
    keys += rows.length;
    onKeys?.(keys, of);
  }
}

function opens(open: () => Buffer): boolean {
  try {
    open();
    return true;
  } catch (error) {
    if (error instanceof PersonalDataError && error.code === 'WRONG_MASTER_KEY') return false;
    throw error;
  }
}

/** Root and check change together: before it the old key is the store's, after it the next one. */
async function end(pool: Pool, masterKey: Buffer, nextKey: Buffer): Promise<void> {
  const { rows } = await pool.query<{ wrapped: Buffer | null }>('select wrapped from overblik.key_root');
  const root = rows[0]?.wrapped ? unwrapRoot(masterKey, rows[0].wrapped) : masterKey;
  await pool.query(
    `with root as (update overblik.key_root set wrapped = $1, next_check = null returning id)
     update overblik.key_check c set value = $2 from root where c.id = root.id`,
    [wrapRoot(nextKey, root), checkValue(nextKey)],
  );
}
