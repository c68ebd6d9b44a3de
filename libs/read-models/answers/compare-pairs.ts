import { setTimeout as sleep } from 'node:timers/promises';
import { instantFromDate } from '#contracts';
import { inTransaction } from '#projection-engine';
import type { Pool, PoolClient } from 'pg';
import { caseOverview } from '../cases/case-overview.projection.js';
import { caseChanges } from '../parallel-runs/case-changes.read-model.js';
import { settings } from '../settings/settings.read-model.js';
import { asAnswered, BeingBuiltAnew, NotYetCompared } from './errors.js';
import { rewritePairs } from './pair-rows.js';

/** So many cases one step compares, in a transaction of its own. */
const AT_ONCE = 400;

/** How long a question waits for pairs that are being compared, helping along, before it is refused. */
const PATIENCE_MS = 30_000;
const GLANCE_MS = 25;

/** How far the pairs of an authority are compared, and what there is to compare beyond. */
interface Course {
  readonly position: number;
  /** The run was declared, or other generations serve, since pairs were compared from the beginning; or never were they. */
  readonly isAnew: boolean;
  /** Where nobody has read yet that the run is declared: comparing would leave out what was told before. */
  readonly isToldOf: boolean;
  readonly declared: string;
  readonly served: string | null;
  /** The number up to which all pairs were compared, while that is under way. */
  readonly walked: string | null;
  readonly compared: number;
  /** Cases that are parked now, or were when they were compared: their events come late. */
  readonly parked: readonly string[];
  readonly stillParked: readonly string[];
  readonly isChanged: boolean;
}

const READ_BY = [caseOverview, caseChanges, settings].map(({ name }) => `'${name}'`).join(', ');
/** Up to where all has been read that tells of pairs. */
const READ_TO = `(select coalesce(min(position), 0) from overview.checkpoint where served is not null and read_model in (${READ_BY}))`;
const SERVED_CASES = `(select max(served) from overview.checkpoint where read_model = '${caseOverview.name}')`;
const DECLARED = (authority: string): string =>
  `(select position from overview.setting where authority = ${authority} and key = 'parallelRun')`;

const COURSE = `select ${READ_TO}::float8 as position, d.declared, ${SERVED_CASES}::text as served, c.walked,
    c.position is null or c.declared <> d.declared or c.served is distinct from ${SERVED_CASES} as "isAnew",
    d.declared <= ${READ_TO} as "isToldOf", coalesce(c.position, 0)::float8 as compared,
    coalesce(c.parked, '{}') || p.ids as parked, p.ids as "stillParked",
    exists (select from overview.case_change x where x.authority = $1 and x.position > c.position) as "isChanged"
  from (select ${DECLARED('$1')} as declared) d
 cross join (select coalesce(array_agg(substr(k.key, length($1) + 2)::uuid), '{}') as ids from overview.parked_key k
         where k.authority = $1 and k.read_model = '${caseOverview.name}') p
  left join overview.pairs_compared c on c.authority = $1
 where exists (select from overview.parallel_run where authority = $1)`;

/** Whether all pairs of the authority's runs are compared, in the statement that reads them. */
export const areCompared = (
  authority: string,
): string => `(not exists (select from overview.parallel_run where authority = ${authority})
  or exists (select from overview.pairs_compared c where c.authority = ${authority} and c.walked is null
      and c.declared = ${DECLARED(authority)} and c.served is not distinct from ${SERVED_CASES}))`;

/**
 * Brings what is kept of pairs to what the cases say: of all pairs where a run was declared, else of those of which something
 * was told since. It is right for all time from now on, as the cases are; and only under the runs that are declared, so whoever
 * reads it joins them. Others may be at it: each step is done by one of them.
 * @throws NotYetCompared where it takes too long; what was done stays
 * @throws BeingBuiltAnew
 */
export async function comparePairs(pool: Pool, authority: string): Promise<void> {
  try {
    await compareAll(pool, authority);
  } catch (error) {
    throw asAnswered(error);
  }
}

async function compareAll(pool: Pool, authority: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let course = await courseOf(pool, authority);
  const target = course?.position ?? 0;
  while (course !== undefined && (isBehind(course, target) || course.isChanged || course.parked.length > 0)) {
    if (Date.now() > deadline) throw new NotYetCompared();
    const done = await step(pool, authority);
    if (done === 'all') return;
    if (done === 'nothing') await sleep(GLANCE_MS);
    course = await courseOf(pool, authority);
    // Where much is told all the time there is always more: what was told before the question is enough.
    if (done === 'part' && course !== undefined && !isBehind(course, target)) return;
  }
}

/** One turn: compares ahead of whoever asks, at most `forMs` for each authority, so that nobody waits for it then. */
export async function compareAhead(pool: Pool, forMs: number): Promise<void> {
  try {
    await compareFor(pool, forMs);
  } catch (error) {
    // Of what is being built anew nothing can be compared yet.
    if (!(asAnswered(error) instanceof BeingBuiltAnew)) throw error;
  }
}

async function compareFor(pool: Pool, forMs: number): Promise<void> {
  const { rows } = await pool.query<{ authority: string }>('select distinct authority from overview.parallel_run');
  for (const { authority } of rows) {
    const deadline = Date.now() + forMs;
    let course = await courseOf(pool, authority);
    while (course !== undefined && isBehind(course, course.position) && Date.now() < deadline) {
      if ((await step(pool, authority)) === 'nothing') break;
      course = await courseOf(pool, authority);
    }
  }
}

/** @returns undefined where the authority has no run */
async function courseOf(client: Pool | PoolClient, authority: string): Promise<Course | undefined> {
  return (await client.query<Course>(COURSE, [authority])).rows[0];
}

const isBehind = ({ isAnew, walked, isChanged, compared }: Course, target: number): boolean =>
  isAnew || walked !== null || (isChanged && compared < target);

/** Whether nothing could be done now, since another is at it or the run is not told of everywhere; or all that was told is compared. */
type Done = 'nothing' | 'part' | 'all';

const step = (pool: Pool, authority: string): Promise<Done> =>
  inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('overblik pairs ' || $1, 0)) as mine`,
      [authority],
    );
    const course = rows[0]?.mine === true ? await courseOf(client, authority) : undefined;
    if (course?.isToldOf !== true) return 'nothing';
    if (!course.isAnew && course.walked === null) return compareChanged(client, authority, course);
    if (course.isAnew) await beginAnew(client, authority, course);
    else await walkOn(client, authority, course, course.walked ?? '');
    return 'part';
  });

/** The position is taken before the cases are read: what they say beyond it is compared again, and nothing is left out. */
async function beginAnew(client: PoolClient, authority: string, course: Course): Promise<void> {
  for (const table of ['pair_difference', 'pair_past', 'pairs_compared'])
    await client.query(`delete from overview.${table} where authority = $1`, [authority]);
  await client.query(
    `insert into overview.pairs_compared (authority, position, declared, served, parked, walked) values ($1, $2, $3, $4, $5, '')`,
    [authority, course.position, course.declared, course.served, course.stillParked],
  );
}

/** Goes over all numbers in their order, each part of it by index. */
async function walkOn(client: PoolClient, authority: string, course: Course, walked: string): Promise<void> {
  const numbersOf = (table: string): string =>
    `(select case_number from overview.${table} where authority = $1 and case_number > $2 order by case_number limit $3)`;
  const { rows: numbers } = await client.query<{ number: string }>(
    `select case_number as number from (${numbersOf('case_current')} union all ${numbersOf('case_past_number')}) n
      order by case_number limit $3`,
    [authority, walked, AT_ONCE],
  );
  const { rows } = await client.query<{ ids: string[] }>(
    `select array_agg(distinct case_id) as ids from (
        select case_number, case_id from overview.case_current where authority = $1 and case_number = any($2)
        union all select case_number, case_id from overview.case_past_number where authority = $1 and case_number = any($2)) n
      group by case_number having count(distinct case_id) > 1`,
    [authority, [...new Set(numbers.map(({ number }) => number))]],
  );
  await rewrite(
    client,
    authority,
    rows.flatMap(({ ids }) => ids),
  );
  await client.query('update overview.pairs_compared set walked = $2, parked = $3 where authority = $1', [
    authority,
    numbers.at(-1)?.number ?? null,
    [...new Set(course.parked)],
  ]);
}

async function compareChanged(client: PoolClient, authority: string, course: Course): Promise<Done> {
  const { rows } = await client.query<{ id: string; position: string }>(
    `select case_id as id, position from overview.case_change where authority = $1 and position > $2 order by position limit $3`,
    [authority, course.compared, AT_ONCE],
  );
  const isLast = rows.length < AT_ONCE;
  const ids = [...rows.map(({ id }) => id), ...(isLast ? course.parked : [])];
  await rewrite(client, authority, ids);
  const position = isLast ? course.position : Math.min(course.position, Number(rows.at(-1)?.position));
  const parked = isLast ? course.stillParked : [...new Set(course.parked)];
  await client.query(
    'update overview.pairs_compared set position = greatest(position, $2), parked = $3 where authority = $1',
    [authority, position, parked],
  );
  return isLast ? 'all' : 'part';
}

async function rewrite(client: PoolClient, authority: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await rewritePairs(client, authority, [...new Set(ids)], instantFromDate(new Date()));
}
