import { caseVisibleSql, documentVisibleSql } from '#access';
import { casesOfDocument } from './live-rights.js';
import type { LiveNames } from './list-sql.js';
import { takesPart } from './membership.js';
import type { ListPlan, Page, RestrictedObject } from './question.js';
import { holdsAt } from './statement-builder.js';
import { successorJoinSql } from './twins.js';

/*
 * What of a party's cases and documents is there and hidden from the caller: how many, and in which systems. Told only by
 * authorities that have chosen so, beside the page and never in it.
 */

const isTelling = (list: ListPlan): boolean => 'restricted' in list;

/** The authority has chosen that its lists tell of what is hidden. */
export const tellsOfHiddenSql = (authority: string): string =>
  `(select exists (select from overview.setting where authority = ${authority} and key = 'hiddenObjects' and value = 'existsOnly'))`;

/** Rows `(owner_id, source)`, one for each hidden case; of a pair in a parallel run one, and none where either half is shown. */
const hiddenCases = ({
  authority,
  now,
}: LiveNames): string => `select distinct on (o.owner_id, coalesce(half.case_id, c.case_id)) o.owner_id, coalesce(half.source, c.source) as source
    from owners o
    join overview.case_party cp on cp.node_id = o.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}
    join overview.case_current c on c.authority = cp.authority and c.case_id = cp.case_id and ${holdsAt('c', now)}
    ${successorJoinSql('c', authority, now)}
   where not ${caseVisibleSql('c')} and not exists (select from owner_cases oc where oc.owner_id = o.owner_id and oc.case_id = half.case_id)
   order by o.owner_id, coalesce(half.case_id, c.case_id)`;

/** Rows `(owner_id, source)`, one for each hidden document that lies on a case of the party, hidden or not, or names it. */
const hiddenDocuments = ({
  authority,
  now,
}: LiveNames): string => `select distinct on (x.owner_id, d.document_id) x.owner_id, d.source
    from (select o.owner_id, dp.document_id from owners o
        join overview.document_party dp on dp.node_id = o.node_id and dp.authority = ${authority} and ${holdsAt('dp', now)}
      union select o.owner_id, l.document_id from owners o
        join overview.case_party cp on cp.node_id = o.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}
        join overview.case_current c on c.authority = cp.authority and c.case_id = cp.case_id and ${holdsAt('c', now)}
        join overview.document_case l on l.authority = c.authority and l.case_id = c.case_id and ${holdsAt('l', now)}) x
    join overview.document_current d on d.authority = ${authority} and d.document_id = x.document_id and ${holdsAt('d', now)}
   where not ${documentVisibleSql('d', casesOfDocument('d', now))}`;

/** SQL of what follows a statement's columns: `, <JSON text by owner> as <name>` where the list shall tell, else nothing. */
export function restrictedColumn(names: LiveNames, list: ListPlan, name: string): string {
  if (!isTelling(list)) return '';
  const hidden = list.kind === 'cases' ? hiddenCases(names) : hiddenDocuments(names);
  return `, (case when ${tellsOfHiddenSql(names.authority)} then (select json_object_agg(y.owner_id, y.sources)::text
      from (select x.owner_id, json_agg(x.source order by x.source collate "C") as sources from (${hidden}) x group by x.owner_id) y) end) as ${name}`;
}

/** The hidden objects of an owner, from what {@link restrictedColumn} told. */
export function restrictedFrom(list: ListPlan, told: unknown, owner: string): readonly RestrictedObject[] {
  const byOwner = typeof told === 'string' ? (JSON.parse(told) as Record<string, string[]>) : {};
  return restrictedIn(list.kind, byOwner[owner] ?? []);
}

/** Hidden objects as they are told: by source, and by nothing that would tell more of them. */
export const restrictedIn = (kind: ListPlan['kind'], sources: readonly string[]): RestrictedObject[] =>
  sources.map((source) => ({ family: kind === 'cases' ? 'case' : 'document', source }));

/** The page with what it tells of hidden objects. */
export const withRestricted = (page: Page, list: ListPlan, restricted: () => readonly RestrictedObject[]): Page =>
  isTelling(list) ? { ...page, restricted: restricted() } : page;
