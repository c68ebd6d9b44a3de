import type { Pool, PoolClient } from 'pg';
import { LEASE_MS } from './locks.js';
import type { Reader } from './page-transaction.js';
import { LeaseLost } from './errors.js';

/*
 * A unit of work belongs to one process at a time. All times are the database's: a process that was stopped, or whose
 * clock is wrong, cannot believe in a lease that it has no more. A lease ends when it runs out, or at once when the
 * connection that projects under it is gone.
 */
const LASTS = `interval '${LEASE_MS} milliseconds'`;
const IS_FREE = `(l.owner is null or l.until < clock_timestamp() or not exists (
  select from pg_stat_activity a where a.pid = l.pid and a.backend_start = l.backend_start))`;

/** What a page is written under: it is worth nothing when another process has taken the unit since. */
export interface Lease {
  readonly unit: string;
  readonly owner: string;
  readonly epoch: number;
}

/** Takes the unit for the process that projects on this connection; undefined where another has it. */
export async function takeLease(client: PoolClient, unit: string, owner: string): Promise<Lease | undefined> {
  // Whoever had it and let it run out may be stopped with a page half sent: its locks would be held for as long as it sleeps.
  await client.query(
    `select pg_terminate_backend(a.pid) from overview.lease l
       join pg_stat_activity a on a.pid = l.pid and a.backend_start = l.backend_start
      where l.unit = $1 and l.owner <> $2 and l.until < clock_timestamp()`,
    [unit, owner],
  );
  const { rows } = await client.query<{ epoch: string }>(
    `update overview.lease l set owner = $2, epoch = l.epoch + 1, until = clock_timestamp() + ${LASTS},
            pid = pg_backend_pid(), backend_start = (select backend_start from pg_stat_activity where pid = pg_backend_pid())
      where l.unit = $1 and (l.owner = $2 or ${IS_FREE}) returning l.epoch`,
    [unit, owner],
  );
  return rows[0] === undefined ? undefined : { unit, owner, epoch: Number(rows[0].epoch) };
}

/** Gives units back, so that another process need not wait until they run out. */
export async function releaseLeases(pool: Pool, owner: string, units: readonly string[]): Promise<void> {
  await pool.query('update overview.lease set owner = null where owner = $1 and unit = any($2::text[])', [
    owner,
    units,
  ]);
}

/** This process is here no more. */
export async function leave(pool: Pool, owner: string): Promise<void> {
  await pool.query('update overview.lease set owner = null where owner = $1', [owner]);
  await pool.query('delete from overview.projector where owner = $1', [owner]);
}

/** Whether any unit is being worked on. The caller keeps others from beginning meanwhile. */
export async function isSomebodyProjecting(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query(`select from overview.lease l where not ${IS_FREE} limit 1`);
  return rows.length > 0;
}

/** How the work lies among the processes that live. */
export interface Beat {
  readonly partitions: number;
  /** Units that are still this process's. */
  readonly mine: readonly string[];
  /** Units that nobody works on. */
  readonly free: readonly string[];
  /** Processes that would work, this one among them. */
  readonly processes: number;
}

/** Says that this process lives, renews what it has, and looks round. */
export async function beat(pool: Pool, owner: string, unitsFor: (partitions: number) => string[]): Promise<Beat> {
  const { rows } = await pool.query<{ partitions: number }>('select partitions from overview.engine');
  const partitions = rows[0]?.partitions ?? 1;
  const units = unitsFor(partitions);
  await pool.query(
    `with here as (
       insert into overview.projector (owner, until) values ($1, clock_timestamp() + ${LASTS})
       on conflict (owner) do update set until = excluded.until),
     dead as (delete from overview.projector where until < clock_timestamp() - interval '1 minute'),
     renewed as (update overview.lease set until = clock_timestamp() + ${LASTS} where owner = $1)
     insert into overview.lease (unit, epoch) select unnest($2::text[]), 0 on conflict do nothing`,
    [owner, units],
  );
  const { rows: leases } = await pool.query<{ unit: string; is_mine: boolean; is_free: boolean; processes: string }>(
    `select l.unit, l.owner is not distinct from $1 as is_mine, ${IS_FREE} as is_free,
            (select count(*) from overview.projector where until >= clock_timestamp()) as processes
       from overview.lease l where l.unit = any($2::text[]) order by l.unit`,
    [owner, units],
  );
  return {
    partitions,
    mine: leases.filter(({ is_mine: isMine }) => isMine).map(({ unit }) => unit),
    free: leases.filter(({ is_free: isFree }) => isFree).map(({ unit }) => unit),
    processes: Math.max(1, Number(leases[0]?.processes ?? 1)),
  };
}

/** @throws LeaseLost where another process has the unit: nothing of this page may stay */
export async function holdLease(reader: Reader, { unit, owner, epoch }: Lease): Promise<void> {
  const rows = await reader.read({
    name: 'hold lease',
    text: 'select from overview.lease where unit = $1 and owner = $2 and epoch = $3',
    values: [unit, owner, epoch],
  });
  if (rows.length === 0) throw new LeaseLost();
}
