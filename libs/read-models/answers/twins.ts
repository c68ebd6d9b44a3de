import { caseVisibleSql, groupSeesCaseSql } from '#access';
import type { Node } from './question.js';
import { holdsAt } from './statement-builder.js';

/*
 * A parallel run: two systems tell of the same case, each under an id of its own, paired by case number. The pair is shown
 * once, as the successor tells it; what lies on either half lies on it. Each half keeps its own rights: who may not see
 * the successor's sees the legacy's as if it were alone. All this is joined when it is read, from what the cases are at
 * the moment, so it begins with the setting and ends where a case is transferred.
 */

/** Nearly no authority has a parallel run at a time: asked once a statement, and then nothing else of this costs anything. */
export const isAnyRun = (authority: string): string =>
  `(select exists (select from overview.parallel_run where authority = ${authority}))`;

/** Row `c` of `case_current` is the legacy's half, and row `s` the successor's. */
const areHalves = (c: string, s: string, run: string): string =>
  `${run}.legacy = ${c}.source and ${run}.successor = ${s}.source and ${s}.case_number = ${c}.case_number`;

/** SQL of the id of the case that is shown in place of row `c`; null where it is shown itself. */
export const twinSql = (c: string, authority: string, now: string): string =>
  `(case when ${isAnyRun(authority)} then (select twin.case_id ${successorsOf(c, authority, now)} and ${caseVisibleSql('twin')} order by twin.case_id limit 1) end)`;

/** Rows `twin`: the successor's half of row `c`, seen by the caller or not. */
const successorsOf = (c: string, authority: string, now: string): string => `from overview.parallel_run run
      join overview.case_current twin on twin.authority = run.authority and twin.source = run.successor
        and twin.case_number = ${c}.case_number and twin.case_id <> ${c}.case_id and ${holdsAt('twin', now)}
     where run.authority = ${authority} and run.legacy = ${c}.source`;

/** What joins at most one row `half (case_id, source)` to row `c`: the successor's half, seen by the caller or not. */
export const successorJoinSql = (c: string, authority: string, now: string): string =>
  `left join lateral (select twin.case_id, twin.source ${successorsOf(c, authority, now)} order by twin.case_id limit 1) half on ${isAnyRun(authority)}`;

/**
 * SQL of the case that is shown where this id is asked for: the id itself, or its successor's. Who may not see the half that
 * he asks for is not led to the other: that would tell him of it.
 */
export const shownIdSql = (id: string, authority: string, now: string): string =>
  `(case when ${isAnyRun(authority)} then coalesce((select ${twinSql('asked', authority, now)} from overview.case_current asked
    where asked.authority = ${authority} and asked.case_id = ${id} and ${holdsAt('asked', now)} and ${caseVisibleSql('asked')}), ${id}) else ${id} end)`;

/** SQL of JSON text: under which id each legacy's half among the `seen` is shown; null where there is none. */
export const twinsJson = (authority: string): string =>
  `(case when ${isAnyRun(authority)} then (select json_object_agg(x.case_id, x.twin_id)::text
    from (select distinct case_id, twin_id from seen where twin_id is not null) x) end)`;

/** Under which id a case is shown. */
export type ShownAs = (caseId: string) => string;

/** What {@link twinsJson} told; undefined where every case is shown as itself. */
export function shownAsFrom(text: string | null | undefined): ShownAs | undefined {
  if (text === null || text === undefined) return undefined;
  const twins = new Map(Object.entries(JSON.parse(text) as Record<string, string>));
  return (caseId) => twins.get(caseId) ?? caseId;
}

interface CaseReference {
  readonly case?: { readonly id: string } | null;
}

/** The node with its references to cases as those are shown: its own, and those of its links and lines; a case twice is once. */
export function asShown(node: Node, shownAs: ShownAs | undefined): Node {
  if (shownAs === undefined) return node;
  const shown = <R extends CaseReference>(reference: R): R =>
    reference.case === null || reference.case === undefined
      ? reference
      : { ...reference, case: { id: shownAs(reference.case.id) } };
  const { cases, lines } = node as { cases?: readonly CaseReference[]; lines?: readonly CaseReference[] };
  return {
    ...shown(node as Node & CaseReference),
    ...(Array.isArray(cases) ? { cases: onceEach(cases.map(shown)) } : {}),
    ...(Array.isArray(lines) ? { lines: lines.map(shown) } : {}),
  };
}

function onceEach(references: readonly CaseReference[]): CaseReference[] {
  const seen = new Set<string | undefined>();
  return references.filter(({ case: named }) => !seen.has(named?.id) && seen.add(named?.id));
}

/**
 * Rows `(owner_id, n, <columns of c>, twin_id)` of the other halves of cases, for each group that sees them. From a half that
 * the caller may not see he is led to none: that would tell him of it.
 * @param owned SQL giving rows `c` of `case_current` with the `owner_id` of `o`: what follows `from`
 */
export const otherHalvesSql = (
  owned: string,
  columns: (alias: string) => string,
  authority: string,
  now: string,
): string =>
  `select o.owner_id, g.n, ${columns('half')}, ${twinSql('half', authority, now)} as twin_id from ${owned}
     join overview.parallel_run run on run.authority = ${authority} and c.source in (run.legacy, run.successor)
     join overview.case_current half on half.authority = ${authority} and half.case_number = c.case_number and half.case_id <> c.case_id and ${holdsAt('half', now)}
      and (${areHalves('c', 'half', 'run')} or ${areHalves('half', 'c', 'run')})
     join grounds g on ${groupSeesCaseSql('half')}
    where ${isAnyRun(authority)} and ${caseVisibleSql('c')}`;

/** What is found among all cases: rows `(k, id, segment)` as they are shown, a pair once. */
export interface FoundCases {
  /** SQL of the key by which rows `c` are ordered. */
  readonly key: string;
  /** The key tells how well a row matches: a pair matches as well as the half that was found. */
  readonly isMatch: boolean;
  /** Which rows `c` of `case_current` are found: what follows `from`, with its `where`. */
  readonly found: string;
}

/** SQL of what is found, each pair under its successor's id, also where only the legacy's half was found. */
export function shownOnceSql({ key, isMatch, found }: FoundCases, authority: string, now: string): string {
  const hits = `select ${key} as k, c.case_id as id, c.segment, ${twinSql('c', authority, now)} as twin_id from ${found}`;
  const halves = `${hits} and ${isAnyRun(authority)}`;
  return `select h.k, h.id, h.segment from (${hits}) h where h.twin_id is null
    union all select distinct on (c.case_id) ${isMatch ? 'h.k' : key}, c.case_id, c.segment from (${halves}) h
      join overview.case_current c on c.authority = ${authority} and c.case_id = h.twin_id and ${holdsAt('c', now)}
     where not exists (select from (${halves}) other where other.id = h.twin_id)`;
}
