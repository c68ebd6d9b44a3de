import { caseVisibleSql, documentVisibleSql, groupSeesCaseSql, groupSeesOwnSql, groupSeesSourceSql } from '#access';
import { instantSql } from '#event-store';
import { caseFilterSql } from './case-filter.js';
import { benefitEntries, grantsList, paymentsList, servicesList } from './live-benefits.js';
import type { ListSql, LiveNames } from './list-sql.js';
import { decodeCursor } from './page.js';
import { takesPart } from './membership.js';
import type { CaseOrder, ListPlan } from './question.js';
import { holdsAt } from './statement-builder.js';
import { otherHalvesSql, twinSql } from './twins.js';

/*
 * The lists of a party or a case as they are now. Every list is told in three steps: which rows there are for this
 * caller (a common table expression shared by the lists that need it), their order and count, and the documents of one
 * page. `owners (owner_id, node_id)` says for whom: one party or many, so nested lists cost one statement too.
 */

const CASE_ORDERS: Readonly<Record<CaseOrder, { key: string; type: string; descending: boolean }>> = {
  NEWEST_OPENED: { key: `coalesce(c.opened_on, '-infinity'::date)`, type: 'date', descending: true },
  LATEST_EVENT: { key: 'c.last_event_at', type: 'timestamptz', descending: true },
  CASE_NUMBER: { key: 'c.case_number collate "C"', type: 'text', descending: false },
};

export const caseOrder = (order: CaseOrder): { key: string; type: string; descending: boolean } => CASE_ORDERS[order];

/** What of a case is needed to order, place and tell of it without its document. */
const CASE_COLUMNS = 'case_id, segment, source, case_number, opened_on, last_event_at';
const ownerCases = `owner_cases as materialized (select distinct owner_id, ${CASE_COLUMNS} from seen where twin_id is null)`;
const caseColumns = (alias: string): string =>
  CASE_COLUMNS.split(', ')
    .map((column) => `${alias}.${column}`)
    .join(', ');

/**
 * Cases of the parties in `owners`: `seen` has one for each privilege group `n` by which the caller sees it, for what
 * must be seen by the same group, and both halves of a parallel run; `owner_cases` has each once, as it is shown.
 */
export function casesOfParties({ authority, now }: LiveNames): string {
  // Named first and by themselves: joined in one with the cases they might be found through all cases of the authority.
  const theirs = `named_cases o
      join overview.case_current c on c.authority = ${authority} and c.case_id = o.case_id and ${holdsAt('c', now)}`;
  return `named_cases as materialized (
    select distinct o.owner_id, cp.case_id from owners o
      join overview.case_party cp on cp.node_id = o.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}),
    seen as materialized (
    select o.owner_id, g.n, ${caseColumns('c')}, ${twinSql('c', authority, now)} as twin_id from ${theirs}
      join grounds g on ${groupSeesCaseSql('c')}
    union ${otherHalvesSql(theirs, caseColumns, authority, now)}),
    ${ownerCases}`;
}

/** The case itself, where the owner is a case (the caller's right to it is checked again: it costs nothing). */
export function casesThemselves({ authority, now }: LiveNames): string {
  const itself = `owners o
      join overview.case_current c on c.authority = ${authority} and c.case_id = o.owner_id and ${holdsAt('c', now)}`;
  return `seen as materialized (
    select o.owner_id, g.n, ${caseColumns('c')}, ${twinSql('c', authority, now)} as twin_id from ${itself}
      join grounds g on ${groupSeesCaseSql('c')}
    union ${otherHalvesSql(itself, caseColumns, authority, now)}),
    ${ownerCases}`;
}

/**
 * Documents on the owner's cases and, of a party, those naming it. Nearly all are seen by the group that sees the owner's
 * case (`near_documents`); only the others are judged by all the cases they lie on.
 */
export function documentsOfOwners({ authority, now }: LiveNames, ofParty: boolean): string {
  const visible = documentVisibleSql('d', {
    from: `overview.document_case l join overview.case_current c on c.authority = l.authority and c.case_id = l.case_id and ${holdsAt('c', now)}`,
    where: `l.authority = d.authority and l.document_id = d.document_id and ${holdsAt('l', now)}`,
    caseAlias: 'c',
    isWithoutCase: 'd.without_case',
  });
  const named = ofParty
    ? `union select o.owner_id, dp.document_id from owners o
        join overview.document_party dp on dp.node_id = o.node_id and dp.authority = ${authority} and ${holdsAt('dp', now)}`
    : '';
  const columns = 'd.document_id, d.segment, d.day, d.title, d.source';
  const document = (id: string): string =>
    `overview.document_current d on d.authority = ${authority} and d.document_id = ${id} and ${holdsAt('d', now)}`;
  return `lying as materialized (
      select distinct s.owner_id, s.n, l.document_id from seen s
        join overview.document_case l on l.authority = ${authority} and l.case_id = s.case_id and ${holdsAt('l', now)}),
    near_documents as materialized (
      select distinct l.owner_id, ${columns} from lying l
        join ${document('l.document_id')} join grounds g on g.n = l.n and ${groupSeesOwnSql('d')}),
    other_documents as materialized (
      (select owner_id, document_id from lying ${named}) except select owner_id, document_id from near_documents),
    owner_documents as materialized (
      select * from near_documents
      union all select x.owner_id, ${columns} from other_documents x join ${document('x.document_id')} where ${visible})`;
}

/** Notes on the owner's cases, but those that are corrected. */
export function notesOfOwners({ authority, now }: LiveNames): string {
  return `owner_notes as materialized (
    select distinct s.owner_id, n.note_id, n.segment, n.noted_on, n.title, n.source, n.case_id from seen s
      join overview.note_current n on n.authority = ${authority} and n.case_id = s.case_id and ${holdsAt('n', now)}
      join grounds g on g.n = s.n and ${groupSeesSourceSql('n.source')}
     where not ${isCorrectedSql('n', now)})`;
}

/**
 * Row `note` is out of the lists: a correction covers the moment. One that the caller may not see counts for nothing, else
 * a missing note would tell of it; one whose case is not there is seen by nobody, and counts for all.
 */
export const isCorrectedSql = (note: string, now: string): string =>
  `exists (select 1 from overview.note_current s
     left join overview.case_current sc on sc.authority = s.authority and sc.case_id = s.case_id and ${holdsAt('sc', now)}
    where s.authority = ${note}.authority and s.supersedes = ${note}.note_id and ${holdsAt('s', now)}
      and (sc.case_id is null
        or exists (select 1 from grounds sg where ${groupSeesSourceSql('s.source', 'sg')} and ${groupSeesCaseSql('sc', {}, 'sg')})))`;

/**
 * The parties of a case by node, of every number it ever named: which of them take part its document tells. One that was erased
 * is left out.
 */
export const casePartiesJson = (authority: string, caseId: string): string =>
  `coalesce((select json_agg(json_build_array(x.node_id, x.party_id))::text from (
    select distinct cp.node_id, pn.party_id from overview.case_party cp join overview.party_node pn on pn.node_id = cp.node_id and not pn.erased
     where cp.authority = ${authority} and cp.case_id = ${caseId}) x), '[]')`;

function casesList(names: LiveNames, list: Extract<ListPlan, { kind: 'cases' }>): ListSql {
  const { authority, now, nodes, parameters } = names;
  const { key, type, descending } = caseOrder(list.orderBy);
  const filter = caseFilterSql(list.filter ?? {}, { authority, now, nodes, add: (value) => parameters.add(value) });
  const conditions =
    filter.matches === null
      ? filter.conditions
      : [...filter.conditions, `(c.case_id, c.segment) in (select m.case_id, m.segment from (${filter.matches}) m)`];
  const from =
    conditions.length === 0
      ? 'owner_cases c'
      : `owner_cases oc join overview.case_current c on c.authority = ${authority} and c.case_id = oc.case_id
          and c.segment = oc.segment where ${conditions.join(' and ')}`;
  return {
    ctes: filter.ctes,
    rows: `select owner_id, ${key} as k, c.case_id as id, c.segment from ${from}`,
    type,
    descending,
    idType: 'uuid',
    node: `(select '{"n":' || c.doc || ',"p":' || ${casePartiesJson(authority, 'c.case_id')} || '}'
      from overview.case_current c where c.authority = ${authority} and c.case_id = p.id and c.segment = p.segment)`,
  };
}

function documentsList({ authority, now }: LiveNames): ListSql {
  return {
    rows: 'select owner_id, day as k, document_id as id, segment from owner_documents',
    type: 'date',
    descending: true,
    idType: 'uuid',
    node: `(select '{"n":' || d.doc || ',"c":' || coalesce((
        select json_agg(l.case_id order by l.case_id)::text from overview.document_case l
         where l.authority = ${authority} and l.document_id = p.id and ${holdsAt('l', now)}
           and (l.case_id in (select case_id from owner_cases) or exists (select 1 from overview.case_current c
             where c.authority = l.authority and c.case_id = l.case_id and ${holdsAt('c', now)} and ${caseVisibleSql('c')}))), '[]') || '}'
      from overview.document_current d where d.authority = ${authority} and d.document_id = p.id and d.segment = p.segment)`,
  };
}

function notesList({ authority }: LiveNames): ListSql {
  return {
    rows: 'select owner_id, noted_on as k, note_id as id, segment from owner_notes',
    type: 'date',
    descending: true,
    idType: 'uuid',
    node: `(select '{"n":' || n.doc || '}' from overview.note_current n
      where n.authority = ${authority} and n.note_id = p.id and n.segment = p.segment)`,
  };
}

/** Midnight of a day in Copenhagen. */
const midnight = (day: string): string => `(${day}::timestamp at time zone 'Europe/Copenhagen')`;

function timelineList(names: LiveNames, list: Extract<ListPlan, { kind: 'timeline' }>): ListSql {
  const { authority, now, parameters } = names;
  const entries = [
    `select oc.owner_id, t.at, t.kind, t.title, t.case_id::text || '/' || t.entry as id, t.case_id as object_id, t.case_id, oc.source
       from owner_cases oc
       join overview.case_timeline t on t.authority = ${authority} and t.case_id = oc.case_id and ${holdsAt('t', now)}`,
    `select owner_id, ${midnight('day')}, 'DOCUMENT', 'Dokument: ' || title, document_id::text, document_id, null::uuid, source from owner_documents`,
    `select owner_id, ${midnight('noted_on')}, 'JOURNAL_NOTE', 'Journalnotat: ' || title, note_id::text, note_id, case_id, source from owner_notes`,
    `select pc.party_id, m.at, m.kind, m.title, pc.party_id::text || '/' || m.entry, pc.party_id, null::uuid, m.source
       from (select distinct owner_id from owners) o
       join overview.party_current pc on pc.party_id = o.owner_id and ${holdsAt('pc', now)}
       cross join lateral jsonb_to_recordset(pc.moments::jsonb) as m (entry text, kind text, at timestamptz, title text, source text)
      where m.at <= ${now}`,
    ...benefitEntries(names, list),
  ];
  const conditions: string[] = [];
  if (list.kinds !== null) conditions.push(`e.kind = any(${parameters.add([...list.kinds])}::text[])`);
  if (list.from !== null) conditions.push(`e.at >= ${parameters.add(list.from)}::timestamptz`);
  if (list.to !== null) conditions.push(`e.at < ${parameters.add(list.to)}::timestamptz`);
  return {
    rows: `select e.owner_id, e.at as k, e.id collate "C" as id, e.kind, e.title, e.object_id, e.case_id, e.source
      from (${entries.join(' union all ')}) e ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}`,
    type: 'timestamptz',
    descending: true,
    idType: 'text',
    node: `json_build_object('n', json_build_object('id', p.id, 'kind', p.kind, 'at', ${instantSql('p.k')}, 'title', p.title,
      'objectId', p.object_id, 'source', p.source, 'case', case when p.case_id is null then null else json_build_object('id', p.case_id) end))::text`,
  };
}

function listSqlOf(names: LiveNames, list: ListPlan): ListSql {
  switch (list.kind) {
    case 'cases':
      return casesList(names, list);
    case 'documents':
      return documentsList(names);
    case 'journalNotes':
      return notesList(names);
    case 'grants':
      return grantsList(names);
    case 'payments':
      return paymentsList(names);
    case 'services':
      return servicesList(names);
    case 'timeline':
      return timelineList(names, list);
  }
}

/** A key as text that casts back to the same value. */
export const keyText = (type: string): string => (type === 'timestamptz' ? instantSql('p.k') : 'p.k::text');

/**
 * SQL of a scalar: JSON text `{"<owner>": {"t": total, "r": remaining, "e": [{"k", "i", "v"}]}}`, one page per owner.
 */
export function pageSql(names: LiveNames, list: ListPlan): string {
  const { parameters } = names;
  const sql = listSqlOf(names, list);
  const { rows, type, idType, descending, ctes = [] } = sql;
  const before = ctes.map((cte) => `${cte}, `).join('');
  const cursor = decodeCursor(list.after);
  const place = `row_number() over (partition by owner_id order by k ${descending ? 'desc' : 'asc'}, id) as n`;
  const count = 'count(*) over (partition by owner_id)';
  const edges = `'[' || coalesce(string_agg('{"k":' || to_json(${keyText(type)})::text || ',"i":' || to_json(p.id::text)::text
      || ',"v":' || ${sql.node} || '}', ',' order by p.n) filter (where p.n is not null), '') || ']'`;
  const pages = (from: string, total: string, remaining: string): string =>
    `select '{' || string_agg(to_json(g.owner_id::text)::text || ':' || g.page, ',') || '}' from (
      select owner_id, '{"t":' || ${total} || ',"r":' || ${remaining} || ',"e":' || ${edges} || '}' as page from ${from}) g`;
  // From the beginning, what remains is all there is: counted in the pass that numbers the rows.
  if (cursor === null && list.first > 0)
    return `(with ${before}p as (select * from (select r.*, ${place}, ${count} as total from (${rows}) r) ranked
        where n <= ${parameters.add(list.first)}::int)
      ${pages('p group by owner_id', 'max(p.total)', 'max(p.total)')})`;
  let after = '';
  if (cursor !== null) {
    const key = `${parameters.add(cursor.key)}::${type}`;
    const id = `${parameters.add(cursor.id)}::${idType}`;
    after = `where (r.k ${descending ? '<' : '>'} ${key} or (r.k = ${key} and r.id > ${id}))`;
  }
  return `(with ${before}r as materialized (${rows}),
    counts as (select owner_id, count(*) as total from r group by owner_id),
    p as (select * from (select r.*, ${place}, ${count} as remaining from r ${after}) ranked where n <= ${parameters.add(list.first)}::int)
    ${pages('counts c left join p using (owner_id) group by owner_id, c.total', 'c.total', 'coalesce(max(p.remaining), 0)')})`;
}
