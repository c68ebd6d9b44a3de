import type { Pool } from 'pg';
import { unwrapRoot } from '#personal-data';
import { StoresFault } from './errors.js';

/**
 * The root of a store: its first master key, kept under the present one since that was changed. A store whose key was never
 * changed keeps none. @throws StoresFault where a change was begun and not finished
 */
export async function readKeyRoot(pool: Pool, masterKey: Buffer): Promise<Buffer> {
  const { rows } = await pool.query<{ wrapped: Buffer | null; next: string | null }>(
    'select wrapped, next_check as next from overblik.key_root',
  );
  const [row] = rows;
  if (typeof row?.next === 'string')
    throw new StoresFault('rotation-unfinished', 'A change of the master key was not finished: run keys rotate again');
  return row?.wrapped ? unwrapRoot(masterKey, row.wrapped) : masterKey;
}
