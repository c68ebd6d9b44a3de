import type { Pool } from 'pg';
import { StoresFault } from './errors.js';

/** Whoever has the store open is told from the pool of this process by its name. @throws StoresFault */
export async function refuseInUse(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ others: string }>(
    `select count(*) as others from pg_stat_activity
      where datname = current_database() and application_name like 'overblik%'`,
  );
  if (rows[0]?.others !== '0')
    throw new StoresFault('store-in-use', 'The store is in use: stop everything that has it open');
}
