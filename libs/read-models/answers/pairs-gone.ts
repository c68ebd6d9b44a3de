import { caseAuditedSql, caseVisibleSql } from '#access';
import { instantSql } from '#event-store';
import { PARTIES } from './pair-course.js';
import { holdsAt } from './statement-builder.js';

/** Fragments of the statement that asks, as text. */
interface GoneQuestion {
  readonly authority: string;
  readonly moment: string;
  /** Conditions on `run`, on `p`, and on `p` with its `id`. */
  readonly run: string;
  readonly wanted: string;
  readonly after: string;
  readonly limit: string;
  /** The history of what was removed is his. */
  readonly isAuditor: boolean;
}

/**
 * The differences that are gone, to be counted and paged. Who sees them sees both cases today; of a case that is there no more
 * only an auditor's right tells, by what it was at last.
 */
export function pairsGone(question: GoneQuestion): { readonly count: string; readonly page: string } {
  const { authority, moment, run, wanted, after, limit, isAuditor } = question;
  const halfSeen = (id: string, last: string): string => {
    const now = `overview.case_current half where half.authority = ${authority} and half.case_id = ${id} and ${holdsAt('half', moment)}`;
    const today = `exists (select from ${now} and ${caseVisibleSql('half')})`;
    if (!isAuditor) return today;
    const atLast = `exists (select from jsonb_populate_record(null::overview.case_current, ${last}::jsonb) half where ${caseAuditedSql('half')})`;
    return `case when exists (select from ${now}) then ${today} else ${last} is not null and ${atLast} end`;
  };
  const areSeen = (alias: string): string =>
    `${halfSeen(`${alias}.legacy_id`, `${alias}.legacy_last`)} and ${halfSeen(`${alias}.successor_id`, `${alias}.successor_last`)}`;
  const columns =
    'p.case_number, p.legacy_id, p.successor_id, p.field, p.since, p.until, p.legacy_last, p.successor_last';
  const of = `overview.parallel_run run join overview.pair_past p on p.authority = run.authority
      and p.legacy = run.legacy and p.successor = run.successor where ${run} ${wanted}`;
  const resolved = (half: number): string => `coalesce((select jsonb_agg(x.party order by x.party) from (
    select distinct jsonb_build_object('role', told.value ->> 'role', 'party', pn.party_id) as party
      from jsonb_array_elements(nullif(p.parties::jsonb -> ${half}, 'null'::jsonb)) told
      join overview.party_node pn on pn.node_id = (told.value ->> 'party')::uuid) x), 'null'::jsonb)`;
  // Numbers that are one party's now never differed, so stretches that follow each other may be one, and it may be standing.
  const parties = `select case_number, legacy_id, successor_id, '${PARTIES}', since, until, legacy_last, successor_last, legacy, successor
    from (select (array_agg(case_number order by since))[1] as case_number, legacy_id, successor_id, min(since) as since, max(until) as until,
             min(legacy_last) as legacy_last, min(successor_last) as successor_last, legacy, successor
        from (select x.*, count(*) filter (where is_new) over (partition by legacy_id, successor_id order by since) as stretch
            from (select p.*, lag(until) over w is distinct from since or lag(legacy) over w is distinct from legacy
                     or lag(successor) over w is distinct from successor as is_new
                from (select ${columns}, ${resolved(0)} as legacy, ${resolved(1)} as successor from ${of} and p.field = '${PARTIES}') p
              window w as (partition by legacy_id, successor_id order by since)) x) y
       where legacy is distinct from successor group by legacy_id, successor_id, stretch, legacy, successor) z
   where until <= ${moment}`;
  const others = `select ${columns}, null::jsonb, null::jsonb from ${of} and p.field <> '${PARTIES}' and p.until <= ${moment}`;
  const gone = `(${others} union all ${parties})
    p (case_number, legacy_id, successor_id, field, since, until, legacy_last, successor_last, legacy, successor)`;
  const idOf = `(p.successor_id::text || '/' || p.legacy_id::text || '/' || p.field || '/' || ${instantSql('p.since')}) collate "C"`;
  return {
    count: `select coalesce(sum(c.fields), 0)::int as total from (
        select legacy_id, successor_id, legacy_last, successor_last, count(*) as fields from ${gone} group by 1, 2, 3, 4) c
      where ${areSeen('c')}`,
    page: `select p.case_number, p.legacy_id, p.successor_id, p.field, p.id, p.legacy, p.successor, ${instantSql('p.since')} as since, ${instantSql('p.until')} as until
      from (select p.*, ${idOf} as id from ${gone}) p where ${areSeen('p')} ${after} order by p.case_number, p.id ${limit}`,
  };
}
