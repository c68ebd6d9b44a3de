import type { Pool } from 'pg';

const PAUSE_MS = 10;

/** Waits until every read model has read all there is. */
export function untilProjected(pool: Pool): Promise<void> {
  return until(
    pool,
    'select (select min(position) from overview.checkpoint where served is not null) >= (select max(position) from overblik.events) as done',
  );
}

/** Waits until whoever follows the access log has read all there is. */
export function untilFollowed(pool: Pool): Promise<void> {
  return until(
    pool,
    `select (select min(position) from oversight.checkpoint) >= (select position from overblik.log_position where log = 'access_log') as done`,
  );
}

/** Asks until the answer's column `done` is true. */
export async function until(pool: Pool, question: string): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ done: boolean }>(question);
    if (rows[0]?.done === true) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
