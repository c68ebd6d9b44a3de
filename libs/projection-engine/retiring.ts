import type { Pool } from 'pg';
import { codeOf, RebuildUnderway } from './errors.js';
import { pause } from './pause.js';
import type { Rebuilding } from './rebuild.js';
import type { RunnerLog } from './runner-log.js';

/**
 * How long one can go back. Nobody projects into a kept generation, so it still holds what was purged since: within a day no
 * byte of that may be left.
 */
const KEPT_FOR = `interval '12 hours'`;
const LOOK_EVERY_MS = 600_000;

/** Drops kept generations when their time is over, until the signal. */
export async function retireInTime(
  pool: Pool,
  { retire }: Pick<Rebuilding, 'retire'>,
  log: RunnerLog,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { rows } = await pool.query<{ name: string }>(
        `select distinct read_model as name from overview.generation where status = 'kept' and finished_at < now() - ${KEPT_FOR}`,
      );
      for (const { name } of rows) {
        await retire(name);
        log.info({ readModel: name }, 'the generation that was kept to go back to is retired: its time is over');
      }
    } catch (error) {
      // Whoever rebuilds it retires it himself.
      if (!(error instanceof RebuildUnderway))
        log.warn({ code: codeOf(error) }, 'kept generations could not be retired; trying again later');
    }
    await pause(LOOK_EVERY_MS, signal);
  }
}
