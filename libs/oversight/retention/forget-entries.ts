import type { Pool } from 'pg';
import { instantFromDate, URL_NAMESPACE, uuidV5, type Instant } from '#contracts';
import { forgottenSql, isForgottenSql, type EventStore } from '#event-store';
import { operationEvent } from '#intake';
import { inTransaction } from '#projection-engine';
import { createSettingQueries, type RetentionPeriod } from '#read-models/queries';
import type { Register } from '../following/register.js';
import { underInvestigationSql } from '../investigations/investigation-register.js';

/** What forgetting works on. */
export interface ForgettingOptions {
  readonly pool: Pool;
  /** Where events lie, not the access log: there it is told. */
  readonly store: Pick<EventStore, 'append'>;
  readonly registers: readonly Register[];
}

interface Expired {
  readonly position: string;
  readonly eventId: string;
}

const AT_ONCE = 1_000;
const LOCK = `hashtext('overblik.forgetting')`;

/** Days of a hold are days in Denmark, as every day of the contract. */
const HELD = `exists (select from overblik.retention_hold h
   where h.authority = e.authority and h.lifted_at is null
     and (h.until is null or h.until >= (now() at time zone 'Europe/Copenhagen')::date)
     and (h.object_id = any(e.parties) or h.object_id = any(e.objects)))`;

/**
 * Forgets the entries of the access log that are older than their authority's setting `accessRetention` lets them be: what is
 * left of each is its place, its moment and the hash by which it was sealed. Entries under investigation, and of what is held,
 * are kept. Which they are is told in the log first, so that `verify` knows them; done again, it goes on. Tells how many: none where
 * another process is at it.
 */
export async function forgetEntries(options: ForgettingOptions): Promise<number> {
  const client = await options.pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${LOCK}) as mine`);
    if (rows[0]?.mine !== true) return 0;
    const forgotten = await forgetAll(options);
    await client.query(`select pg_advisory_unlock(${LOCK})`);
    return forgotten;
  } finally {
    // With the connection the lock goes, whatever happened to it.
    client.release(true);
  }
}

async function forgetAll({ pool, store, registers }: ForgettingOptions): Promise<number> {
  let forgotten = 0;
  for (const [authority, periods] of await createSettingQueries(pool).retentions()) {
    const named = periods.flatMap(({ purpose }) => purpose ?? []);
    for (const period of periods) {
      const before = await beginningOf(pool, period);
      for (;;) {
        const expired = await findExpired(pool, authority, period, named, before);
        if (expired.length === 0) break;
        const positions = expired.map(({ position }) => Number(position));
        // A process killed between telling and forgetting tells the same again: that is one event.
        const actId = uuidV5(URL_NAMESPACE, `access-forgotten|${JSON.stringify([authority, period, positions])}`);
        const told = { actId, ...period, before, positions };
        await store.append(operationEvent('operation.access-forgotten', authority, told, instantFromDate(new Date())));
        await forget(pool, registers, expired);
        forgotten += expired.length;
      }
    }
  }
  // Not locking: what was replaced is left in no page that is written anew.
  if (forgotten > 0) await pool.query('vacuum overblik.access_log');
  return forgotten;
}

/** A year of a period is a year of the calendar. */
async function beginningOf(pool: Pool, { period }: RetentionPeriod): Promise<Instant> {
  const { rows } = await pool.query<{ before: Instant }>('select now() - $1::interval as before', [period]);
  return rows[0]?.before ?? instantFromDate(new Date(0));
}

async function findExpired(
  pool: Pool,
  authority: string,
  { purpose }: RetentionPeriod,
  named: readonly string[],
  before: Instant,
): Promise<Expired[]> {
  const { rows } = await pool.query<Expired>(
    `select e.position, a.event_id as "eventId" from oversight.entry e join overblik.access_log a on a.position = e.position
      where e.authority = $1 and e.at < $2::timestamptz
        and (e.purpose = $3 or ($3 is null and (e.purpose is null or e.purpose <> all($4::text[]))))
        and not ${underInvestigationSql('e.parties')} and not ${HELD}
      order by e.at, e.position limit ${AT_ONCE}`,
    [authority, before, purpose, named],
  );
  return rows;
}

/** All that is known of the entries goes together. */
async function forget(pool: Pool, registers: readonly Register[], expired: readonly Expired[]): Promise<void> {
  const positions = expired.map(({ position }) => Number(position));
  await inTransaction(pool, async (client) => {
    await client.query(
      `update overblik.access_log set data = ${forgottenSql('data')} where position = any($1::bigint[])
        and not ${isForgottenSql('data')}`,
      [positions],
    );
    await client.query('delete from overblik.access_key where event_id = any($1::uuid[])', [
      expired.map(({ eventId }) => eventId),
    ]);
    for (const register of registers) await register.forget(positions, client);
  });
}
