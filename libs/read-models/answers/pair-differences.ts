import { caseVisibleSql, groundsCte } from '#access';
import type { Instant } from '#contracts';
import type { Pool } from 'pg';
import { areCompared, comparePairs } from './compare-pairs.js';
import { takesPart } from './membership.js';
import { decodeCursor, pageOf } from './page.js';
import { PARTIES, type CasePair } from './pair-course.js';
import { halvesOfRights } from './pair-rows.js';
import { pairsGone } from './pairs-gone.js';
import type { Page, PageArgs, Scope } from './question.js';
import { holdsAt, oneRow, parameters, type Parameters } from './statement-builder.js';
import { unitTreeSql } from './unit-tree.js';

/** One field of the view in which the two differ, or differed. */
export interface PairDifference extends CasePair {
  readonly caseNumber: string;
  /** The field of the view. */
  readonly field: string;
  /** As they are now; of what is gone only parties are told here, the rest is in the cases' rows. */
  readonly legacy: unknown;
  readonly successor: unknown;
  /** From when to when it stood; null where it stands. */
  readonly gone: { readonly since: Instant; readonly until: Instant } | null;
}

/** Differences that stand, that are gone, or both. */
export type WhichDifferences = 'STANDING' | 'GONE' | 'ALL';

/** Which differences of which run; `only` asks for one pair. */
export interface PairQuestion {
  readonly legacy: string;
  readonly successor: string;
  readonly which: WhichDifferences;
  readonly page: PageArgs;
  readonly only?: CasePair;
  readonly now: Instant;
}

/**
 * The differences of the pairs that the authority has declared, by case number, case and field; what stands before what is
 * gone, and that by when it began. Both cases must be the caller's to see, today. A case that was transferred is its legacy's no
 * more, and so in no pair that stands. Pages are found by index; no case is compared but those that changed since it was done.
 * @throws NotYetCompared
 */
export async function findPairDifferences(
  pool: Pool,
  scope: Scope,
  question: PairQuestion,
): Promise<Page<PairDifference>> {
  const made = parameters();
  const text = statementFor(question, scope, made);
  const { first, after } = question.page;
  for (;;) {
    await comparePairs(pool, scope.authority);
    const { total, rows, compared } = await oneRow<Answer>({ pool, scope }, text, made);
    // A run that is declared anew between the two statements begins with nothing.
    if (!compared) continue;
    const found = rows === null ? [] : (JSON.parse(rows) as RawDifference[]);
    return pageOf(
      found.slice(0, first).map((row) => ({ key: row.case_number, id: row.id, node: differenceFrom(row) })),
      total,
      // One more than the page was asked for: nobody counts what comes after.
      after === null ? total : found.length,
    );
  }
}

function statementFor(
  { legacy, successor, which, page, only, now }: PairQuestion,
  scope: Scope,
  made: Parameters,
): string {
  const groups = Number(made.add(scope.grounds).slice(1));
  const authority = `${made.add(scope.authority)}::text`;
  const moment = `${made.add(now)}::timestamptz`;
  const run = `run.authority = ${authority} and run.legacy = ${made.add(legacy)} and run.successor = ${made.add(successor)}`;
  const wanted =
    only === undefined
      ? ''
      : `and p.legacy_id = ${made.add(only.legacyId)}::uuid and p.successor_id = ${made.add(only.successorId)}::uuid`;
  const cursor = decodeCursor(page.after);
  const key = cursor && `${made.add(cursor.key)}::text`;
  const id = cursor && `${made.add(cursor.id)}::text`;
  const limit = `limit ${made.add(page.first)}::int + 1`;
  const afterBy = (idOf: string): string =>
    key === null ? '' : `and p.case_number >= ${key} and (p.case_number, ${idOf}) > (${key}, ${id})`;

  const partiesOf = (case_id: string): string => `coalesce((select jsonb_agg(x.party order by x.party) from (
    select distinct jsonb_build_object('role', upper(regexp_replace(cp.role, '([A-Z])', '_\\1', 'g')), 'party', pn.party_id) as party
      from overview.case_party cp join overview.party_node pn on pn.node_id = cp.node_id
     where cp.authority = ${authority} and cp.case_id = ${case_id} and ${takesPart('cp', moment)}) x), 'null'::jsonb)`;
  const valueOf = (half: string, case_id: string): string =>
    `case page.field when '${PARTIES}' then ${partiesOf(case_id)} else ${half}.doc::jsonb -> page.field end`;
  const caseOf = (half: string, case_id: string): string =>
    `join overview.case_current ${half} on ${half}.authority = ${authority} and ${half}.case_id = ${case_id} and ${holdsAt(half, moment)}`;
  const pairs = `overview.parallel_run run join overview.pair_difference p on p.authority = run.authority
      and p.legacy = run.legacy and p.successor = run.successor and ${holdsAt('p', moment)}`;
  const doPartiesDiffer = `p.may_differ_in_parties and ${partiesOf('p.legacy_id')} is distinct from ${partiesOf('p.successor_id')}`;
  const areSeen = `${caseVisibleSql('l')} and ${caseVisibleSql('s')}`;
  const idOf = `(p.successor_id::text || '/' || p.legacy_id::text || '/' || f.field) collate "C"`;
  const standing = {
    count: `select coalesce(sum(c.differing), 0)::int as total
      from (select p.rights, sum(cardinality(p.fields) + (case when ${doPartiesDiffer} then 1 else 0 end)) as differing
              from ${pairs} where ${run} ${wanted} group by p.rights) c ${halvesOfRights('c.rights')} where ${areSeen}`,
    page: `select page.*, ${valueOf('l', 'page.legacy_id')} as legacy, ${valueOf('s', 'page.successor_id')} as successor, null as since, null as until
      from (select p.case_number, p.legacy_id, p.successor_id, f.field, ${idOf} as id
        from ${pairs} ${halvesOfRights('p.rights')}
        cross join lateral (select unnest(p.fields) as field union all select '${PARTIES}' where ${doPartiesDiffer}) f
        where ${run} ${wanted} and ${areSeen} ${afterBy(idOf)}
        order by p.case_number, p.successor_id, p.legacy_id, f.field collate "C" ${limit}) page
      ${caseOf('l', 'page.legacy_id')} ${caseOf('s', 'page.successor_id')}`,
  };
  const gone = pairsGone({ authority, moment, run, wanted, after: afterBy('p.id'), limit, isAuditor: scope.auditor });
  const parts = { STANDING: [standing], GONE: [gone], ALL: [standing, gone] }[which];
  return `with ${groundsCte(groups, unitTreeSql(authority, moment))}
    select (select sum(x.total)::int from (${parts.map(({ count }) => count).join(' union all ')}) x) as total,
      (select json_agg(x)::text from (
        select * from (${parts.map((part) => `(${part.page})`).join(' union all ')}) found
         order by case_number, id ${limit}) x) as rows,
      ${areCompared(authority)} as compared`;
}

interface Answer {
  readonly total: number;
  readonly rows: string | null;
  readonly compared: boolean;
}

interface RawDifference {
  readonly id: string;
  readonly case_number: string;
  readonly legacy_id: string;
  readonly successor_id: string;
  readonly field: string;
  readonly legacy: unknown;
  readonly successor: unknown;
  readonly since: Instant | null;
  readonly until: Instant | null;
}

const differenceFrom = ({ since, until, ...row }: RawDifference): PairDifference => ({
  caseNumber: row.case_number,
  legacyId: row.legacy_id,
  successorId: row.successor_id,
  field: row.field,
  legacy: row.legacy,
  successor: row.successor,
  gone: since === null || until === null ? null : { since, until },
});
