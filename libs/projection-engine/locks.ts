import type { Pool, PoolClient } from 'pg';

/*
 * Every page is written under the shared lock. Whoever must look at all that is projected, or change which generation
 * serves, takes it alone: no page is under way then, and none begins. All of it ends with the transaction.
 */
const PAGES = `hashtext('overblik.pages')`;
export const LOCK_PAGES_SHARED = `select pg_advisory_xact_lock_shared(${PAGES})`;
export const LOCK_PAGES_ALONE = `select pg_advisory_xact_lock(${PAGES})`;

/** One process at a time makes or changes the engine's own tables. */
export const LOCK_BOOKKEEPING = `select pg_advisory_xact_lock(hashtext('overblik.overview.schema'))`;

/**
 * A process that is stopped in the middle of a transaction must not hold its locks for ever: after this long without a
 * word PostgreSQL ends its connection. As long as a lease.
 */
export const LEASE_MS = 5_000;
export const SILENCE_ENDS = `set idle_in_transaction_session_timeout = ${LEASE_MS}`;

/**
 * Runs the work in a transaction of its own: all of it or nothing. A process that is stopped in it is not waited for.
 * @param settings of this transaction, such as a lock timeout
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  settings = '',
): Promise<T> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query(`begin; set local idle_in_transaction_session_timeout = ${LEASE_MS}; ${settings}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      isBroken = true;
    });
    throw error;
  } finally {
    client.release(isBroken);
  }
}
