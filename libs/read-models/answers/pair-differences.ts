import { caseVisibleSql, groundsCte } from '#access';
import type { Instant } from '#contracts';
import type { Pool } from 'pg';
import { takesPart } from './membership.js';
import { decodeCursor, pageOf } from './page.js';
import type { Page, PageArgs, Scope } from './question.js';
import { holdsAt, oneRow, parameters } from './statement-builder.js';

/** A case that a legacy system and its successor both tell of, under two ids. */
export interface CasePair {
  readonly legacyId: string;
  readonly successorId: string;
}

/** One field of the view in which the two differ now. */
export interface PairDifference extends CasePair {
  readonly caseNumber: string;
  /** The field of the view. */
  readonly field: string;
  readonly legacy: unknown;
  readonly successor: unknown;
}

/** Which differences of which run; `only` asks for one pair. */
export interface PairQuestion {
  readonly legacy: string;
  readonly successor: string;
  readonly page: PageArgs;
  readonly only?: CasePair;
  readonly now: Instant;
}

/** What of a case's view a parallel run compares, beside its parties: what both systems tell, and not who tells it when. */
export const COMPARED_FIELDS = [
  'title',
  'kle',
  'facet',
  'sensitivity',
  'progress',
  'progressRaw',
  'statusText',
  'openedOn',
  'closedOn',
  'decision',
  'responsibleUnit',
  'primaryHandler',
] as const;

/**
 * The differences of the pairs that the authority has declared, in one statement, by case number, case and field. Both
 * cases must be the caller's to see. A case that was transferred is its legacy's no more, and so in no pair.
 */
export async function findPairDifferences(
  pool: Pool,
  scope: Scope,
  { legacy, successor, page, only, now }: PairQuestion,
): Promise<Page<PairDifference>> {
  const made = parameters();
  const grounds = groundsCte(Number(made.add(scope.grounds).slice(1)));
  const authority = `${made.add(scope.authority)}::text`;
  const moment = `${made.add(now)}::timestamptz`;
  const run = `p.authority = ${authority} and p.legacy = ${made.add(legacy)} and p.successor = ${made.add(successor)}`;
  const wanted =
    only === undefined
      ? ''
      : `and l.case_id = ${made.add(only.legacyId)}::uuid and s.case_id = ${made.add(only.successorId)}::uuid`;
  const cursor = decodeCursor(page.after);
  const after =
    cursor === null ? 'true' : `(d.case_number, d.id) > (${made.add(cursor.key)}::text, ${made.add(cursor.id)}::text)`;
  const partiesOf = (alias: string): string => `coalesce((select jsonb_agg(x.party order by x.party) from (
    select distinct jsonb_build_object('role', upper(regexp_replace(cp.role, '([A-Z])', '_\\1', 'g')), 'party', pn.party_id) as party
      from overview.case_party cp join overview.party_node pn on pn.node_id = cp.node_id
     where cp.authority = ${authority} and cp.case_id = ${alias}.case_id and ${takesPart('cp', moment)}) x), 'null'::jsonb)`;
  const told = (alias: string): string => `${alias}.doc::jsonb || jsonb_build_object('parties', ${partiesOf(alias)})`;
  const text = `with ${grounds},
    pairs as materialized (
      select s.case_number, l.case_id as legacy_id, s.case_id as successor_id, ${told('l')} as legacy, ${told('s')} as successor
        from overview.parallel_run p
        join overview.case_current l on l.authority = p.authority and l.source = p.legacy and ${holdsAt('l', moment)}
        join overview.case_current s on s.authority = p.authority and s.source = p.successor
          and s.case_number = l.case_number and s.case_id <> l.case_id and ${holdsAt('s', moment)}
       where ${run} ${wanted} and ${caseVisibleSql('l')} and ${caseVisibleSql('s')}),
    d as materialized (
      select pairs.case_number collate "C" as case_number, legacy_id, successor_id, f.field, legacy -> f.field as legacy, successor -> f.field as successor,
          (successor_id::text || '/' || legacy_id::text || '/' || f.field) collate "C" as id
        from pairs cross join unnest(${made.add([...COMPARED_FIELDS, 'parties'])}::text[]) as f (field)
       where legacy -> f.field is distinct from successor -> f.field)
    select (select count(*) from d)::int as total, (select count(*) from d where ${after})::int as remaining,
      (select json_agg(x)::text from (select * from d where ${after} order by d.case_number, d.id limit ${made.add(page.first)}::int) x) as rows`;
  const answer = await oneRow<{ total: number; remaining: number; rows: string | null }>({ pool, scope }, text, made);
  const rows = answer.rows === null ? [] : (JSON.parse(answer.rows) as RawDifference[]);
  return pageOf(
    rows.map((row) => ({ key: row.case_number, id: row.id, node: differenceFrom(row) })),
    answer.total,
    answer.remaining,
  );
}

interface RawDifference {
  readonly id: string;
  readonly case_number: string;
  readonly legacy_id: string;
  readonly successor_id: string;
  readonly field: string;
  readonly legacy: unknown;
  readonly successor: unknown;
}

const differenceFrom = (row: RawDifference): PairDifference => ({
  caseNumber: row.case_number,
  legacyId: row.legacy_id,
  successorId: row.successor_id,
  field: row.field,
  legacy: row.legacy,
  successor: row.successor,
});
