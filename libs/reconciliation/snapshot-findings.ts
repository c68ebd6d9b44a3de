import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import { instantSql } from '#event-store';

/** A snapshot as its marks and comparisons tell of it; objects are `<family>/<uuid>`. */
export interface SnapshotFindings {
  readonly snapshotId: string;
  /** When we began to hear of it. */
  readonly begunAt: Instant;
  readonly completedAt: Instant | null;
  /** How many objects of a family the source says that there are; by the families that it counts. */
  readonly announced: Readonly<Record<string, number>>;
  readonly missing: readonly string[];
  readonly different: readonly string[];
}

/**
 * Every object that a snapshot named; placeholders 1 to 3 are authority, source and snapshot. Take it away by `except`: how
 * many objects lie in a row is not seen by the planner, who takes `not exists` for a loop within a loop.
 */
export const NAMED = `select distinct x.object from overview.snapshot_finding f
  cross join lateral unnest(f.missing || f.different || f.named) as x (object)
  where f.authority = $1 and f.source = $2 and f.snapshot_id = $3`;

/** The snapshot of this id, or without one the newest that was completed; null where there is none. */
export async function findSnapshot(
  pool: Pool,
  authority: string,
  source: string,
  snapshotId: string | null,
): Promise<SnapshotFindings | null> {
  const wanted = snapshotId ?? (await newestCompleted(pool, authority, source));
  if (wanted === null) return null;
  const values = [authority, source, wanted];
  const { rows: marks } = await pool.query<{ mark: string; at: Instant; counts: string }>(
    `select mark, ${instantSql('recorded_at')} as at, counts from overview.snapshot_mark
      where authority = $1 and source = $2 and snapshot_id = $3`,
    values,
  );
  const { rows } = await pool.query<{ first: Instant | null; missing: string[]; different: string[] }>(
    `with f as materialized (select * from overview.snapshot_finding where authority = $1 and source = $2 and snapshot_id = $3),
      missing as materialized (select distinct x.object from f cross join lateral unnest(f.missing) as x (object)),
      different as (select x.object from f cross join lateral unnest(f.different) as x (object) except select object from missing)
     select (select ${instantSql('min(recorded_at)')} from f) as first,
       coalesce((select array_agg(object order by object) from missing), '{}') as missing,
       coalesce((select array_agg(object order by object) from different), '{}') as different`,
    values,
  );
  const started = marks.find(({ mark }) => mark === 'started');
  const completed = marks.find(({ mark }) => mark === 'completed');
  const found = rows[0];
  const begunAt = [started?.at, found?.first ?? undefined, completed?.at].filter((at) => at !== undefined).sort()[0];
  if (begunAt === undefined) return null;
  const counts = (completed ?? started)?.counts;
  return {
    snapshotId: wanted,
    begunAt,
    completedAt: completed?.at ?? null,
    announced: counts === undefined ? {} : (JSON.parse(counts) as Record<string, number>),
    missing: found?.missing ?? [],
    different: found?.different ?? [],
  };
}

/** Every object that it named. */
export async function namedBy(pool: Pool, authority: string, source: string, snapshotId: string): Promise<string[]> {
  const { rows } = await pool.query<{ object: string }>(NAMED, [authority, source, snapshotId]);
  return rows.map(({ object }) => object);
}

async function newestCompleted(pool: Pool, authority: string, source: string): Promise<string | null> {
  const { rows } = await pool.query<{ snapshot_id: string }>(
    `select snapshot_id from overview.snapshot_mark
      where authority = $1 and source = $2 and mark = 'completed' order by position desc limit 1`,
    [authority, source],
  );
  return rows[0]?.snapshot_id ?? null;
}
