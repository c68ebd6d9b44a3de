import type { Pool } from 'pg';
import { instantFromDate, type Instant } from '#contracts';
import { instantSql, type EventStore } from '#event-store';
import { operationEvent } from '#intake';
import type { MisuseKind } from './misuse-kinds.js';

const AT_ONCE = 500;

interface Untold {
  readonly id: string;
  readonly authority: string;
  readonly kind: MisuseKind;
  readonly at: Instant;
  readonly user: string;
  readonly party: string | null;
  readonly entries: readonly string[];
}

/**
 * One turn: records as events the signals of which the log does not tell yet. The id of the event follows from the signal, so
 * that told twice, by two processes, or after the register was made anew, it is stored once.
 */
export async function tellSignals(pool: Pool, store: Pick<EventStore, 'appendAll'>): Promise<void> {
  const { rows } = await pool.query<Untold>(
    `select id, authority, kind, ${instantSql('at')} as at, user_id as user,
            party_id as party, entries
       from oversight.signal where not told order by at, id limit ${AT_ONCE}`,
  );
  if (rows.length === 0) return;
  const now = instantFromDate(new Date());
  await store.appendAll(
    rows.map(({ id: signalId, authority, kind, at, user, party, entries }) => {
      const data = { signalId, kind, at, user, accessEntries: [...entries], ...(party !== null && { party }) };
      return operationEvent('operation.misuse-signalled', authority, data, now);
    }),
  );
  await pool.query('update oversight.signal set told = true where id = any($1::uuid[])', [rows.map(({ id }) => id)]);
}
