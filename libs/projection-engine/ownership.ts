import type { Pool, PoolClient } from 'pg';

/** One process projects; others that are started wait behind this lock and take over when its connection ends. */
const OWNER_LOCK = `hashtext('overblik.projector')`;

/** The connection that holds the ownership, waited for until it is free; undefined when asked to stop. */
export async function takeOwnership(pool: Pool, signal: AbortSignal): Promise<PoolClient | undefined> {
  while (!signal.aborted) {
    const client = await pool.connect();
    if (await owns(client)) return client;
    client.release();
    await pause(500, signal);
  }
  return undefined;
}

/** A connection that breaks here is given back: the pool would count it for ever, and close never. */
async function owns(client: PoolClient): Promise<boolean> {
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${OWNER_LOCK}) as mine`);
    return rows[0]?.mine === true;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Waits, but not for a signal that has come. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}
