import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';
import { StoresFault } from './errors.js';

/**
 * Refuses a master key that is not the one this database was founded with. Without this a wrong key would be taken
 * happily for all that is new, and what is there already could not be read: two halves that nobody can join again.
 * The value tells nothing of the key. It is left by the first who comes; two at once leave the same or one is refused.
 */
export async function checkMasterKey(pool: Pool, masterKey: Buffer): Promise<void> {
  const value = checkValue(masterKey);
  await pool.query('insert into overblik.key_check (id, value) values (1, $1) on conflict (id) do nothing', [value]);
  const { rows } = await pool.query<{ value: string }>('select value from overblik.key_check where id = 1');
  const known = rows[0]?.value ?? '';
  if (known.length !== value.length || !timingSafeEqual(Buffer.from(known), Buffer.from(value))) {
    const message =
      'The master key is not the one that this database was founded with: what it holds could not be read';
    throw new StoresFault('wrong-master-key', message);
  }
}

/** Tells a master key from any other, and nothing of it. */
export function checkValue(masterKey: Buffer): string {
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'key-check', 32));
  return createHmac('sha256', key).update('overblik').digest('hex');
}
