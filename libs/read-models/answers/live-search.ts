import { caseVisibleSql, documentVisibleSql } from '#access';
import { isCvr, normalizeCpr } from '#contracts';
import type { CaseView } from '../cases/case-overview.view.js';
import type { PartyView } from '../parties/party.view.js';
import { caseFilterSql } from './case-filter.js';
import { caseOrder, casePartiesJson, keyText, type LiveNames } from './live-lists.js';
import { begin, registerFrom, registerSql, type LiveContext } from './live-overview.js';
import { isRelated, takesPart } from './membership.js';
import { decodeCursor, pageOf } from './page.js';
import type { CaseFilter, CaseOrder, Page, PageArgs } from './question.js';
import { nearWords } from './search-words.js';
import { caseNode } from './shape.js';
import { holdsAt, oneRow, SERVED } from './statement-builder.js';
import { shownOnceSql } from './twins.js';

interface Ranked {
  /** Rows `(k, id, …)`. */
  readonly rows: string;
  readonly type: string;
  readonly descending: boolean;
  /** JSON text of row `p`. */
  readonly node: string;
}

interface RankedRow<V> {
  readonly k: string;
  readonly i: string;
  readonly v: V;
}

/** One page of one list over the whole authority: total, remaining, and the rows with their keys, as JSON text. */
function rankedSql(ctes: string, { rows, type, descending, node }: Ranked, page: PageArgs, names: LiveNames): string {
  const { parameters: made } = names;
  const cursor = decodeCursor(page.after);
  let after = 'true';
  if (cursor !== null) {
    const key = `${made.add(cursor.key)}::${type}`;
    after = `(r.k ${descending ? '<' : '>'} ${key} or (r.k = ${key} and r.id > ${made.add(cursor.id)}::uuid))`;
  }
  const order = `k ${descending ? 'desc' : 'asc'}, id`;
  return `with ${ctes}, r as materialized (${rows}),
    p as (select * from r where ${after} order by ${order} limit ${made.add(page.first)}::int)
    select ${SERVED} as served, (select count(*) from r)::int as total, (select count(*) from r where ${after})::int as remaining, ${registerSql(names.authority)} as register,
      (select '[' || string_agg('{"k":' || to_json(${keyText(type)})::text || ',"i":"' || p.id || '","v":' || ${node} || '}', ',' order by ${order}) || ']' from p) as rows`;
}

interface RankedAnswer {
  readonly total: number;
  readonly remaining: number;
  readonly register: string | null;
  readonly rows: string | null;
}

/** Cases of the whole authority that the caller sees and the filter lets through; with a text and no order, best match first. */
export async function liveSearchCases(
  context: LiveContext,
  filter: CaseFilter,
  orderBy: CaseOrder | null,
  page: PageArgs,
): Promise<Page> {
  const { names, grounds } = begin(context);
  const { authority, now, nodes, parameters: made } = names;
  const { conditions, rank } = caseFilterSql(filter, { authority, now, nodes, add: (value) => made.add(value) });
  const order =
    orderBy === null && rank !== null
      ? { key: `${rank}::int`, type: 'int', descending: true }
      : caseOrder(orderBy ?? 'NEWEST_OPENED');
  const where = [`c.authority = ${authority}`, holdsAt('c', now), ...conditions, caseVisibleSql('c')].join(' and ');
  const text = rankedSql(
    grounds,
    {
      rows: shownOnceSql(
        { key: order.key, isMatch: order.type === 'int', found: `overview.case_current c where ${where}` },
        authority,
        now,
      ),
      type: order.type,
      descending: order.descending,
      node: `(select '{"n":' || c.doc || ',"p":' || ${casePartiesJson(authority, 'c.case_id')} || '}'
        from overview.case_current c where c.authority = ${authority} and c.case_id = p.id and c.segment = p.segment)`,
    },
    page,
    names,
  );
  const answer = await oneRow<RankedAnswer>(context, text, made);
  const register = registerFrom(answer.register, context.now);
  const rows =
    answer.rows === null ? [] : (JSON.parse(answer.rows) as RankedRow<{ n: CaseView; p: [string, string][] }>[]);
  return pageOf(
    rows.map(({ k, i, v }) => ({ key: k, id: i, node: caseNode(v.n, new Map(v.p), register) })),
    answer.total,
    answer.remaining,
  );
}

/** Parties by name, address or number, best match first. A number must be the party's; words may be a little wrong. */
export async function liveSearchParties(context: LiveContext, text: string, page: PageArgs): Promise<Page> {
  const { names, grounds } = begin(context);
  const { authority, now, parameters: made } = names;
  const numbered = numberNodes(context, text);
  const words = nearWords(text, authority, (value) => made.add(value));
  const byNumber = `select n.party_id, 100 as score from overview.party_node n where n.authority = ${authority} and n.node_id = any(${made.add(numbered)}::uuid[])`;
  const score = words
    .map(
      ({ word }) =>
        `(case when p.name_words @> array[${made.add(word)}::text] then 4 when p.words @> array[${made.add(word)}::text] then 3 else 1 end)`,
    )
    .join(' + ');
  const byWords =
    words.length === 0
      ? ''
      : `union all select p.party_id, ${score} from overview.party_current p
          where p.authority = ${authority} and ${holdsAt('p', now)} and ${words.map(({ sql }) => `p.words && ${sql}`).join(' and ')}`;
  const named = `overview.document_party dp join overview.document_current d on d.authority = dp.authority and d.document_id = dp.document_id and ${holdsAt('d', now)}`;
  const seen = `(p.founded
    or exists (select 1 from overview.party_node n join overview.case_party cp on cp.node_id = n.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}
         join overview.case_current c on c.authority = cp.authority and c.case_id = cp.case_id and ${holdsAt('c', now)}
        where n.party_id = p.party_id and ${caseVisibleSql('c')})
    or exists (select 1 from overview.party_node n join ${named} on dp.node_id = n.node_id and dp.authority = ${authority} and ${holdsAt('dp', now)}
        where n.party_id = p.party_id and ${documentVisibleSql('d', {
          from: `overview.document_case l join overview.case_current c on c.authority = l.authority and c.case_id = l.case_id and ${holdsAt('c', now)}`,
          where: `l.authority = d.authority and l.document_id = d.document_id and ${holdsAt('l', now)}`,
          caseAlias: 'c',
          isWithoutCase: 'd.without_case',
        })})
    or exists (select 1 from overview.party_node n join overview.party_relation pr on pr.other_node_id = n.node_id and ${isRelated('pr', now)}
        where n.party_id = p.party_id))`;
  const statement = rankedSql(
    grounds,
    {
      rows: `select max(h.score)::int as k, p.party_id as id, p.segment from (${byNumber} ${byWords}) h
        join overview.party_current p on p.party_id = h.party_id and p.authority = ${authority} and ${holdsAt('p', now)} where ${seen} group by p.party_id, p.segment`,
      type: 'int',
      descending: true,
      node: `(select c.doc from overview.party_current c where c.party_id = p.id and c.segment = p.segment)`,
    },
    page,
    names,
  );
  const answer = await oneRow<RankedAnswer>(context, statement, made);
  const rows = answer.rows === null ? [] : (JSON.parse(answer.rows) as RankedRow<PartyView>[]);
  return pageOf(
    rows.map(({ k, i, v }) => ({ key: k, id: i, node: { ...v, relations: [], freshness: [] } })),
    answer.total,
    answer.remaining,
  );
}

/** The nodes a text means when it is a number as a whole: CPR by keyed hash, CVR and P-number likewise. */
function numberNodes({ nodes }: LiveContext, text: string): string[] {
  const compact = text.trim().replaceAll(/\s/g, '');
  const found: string[] = [];
  if (normalizeCpr(compact) !== undefined) found.push(...nodes({ cpr: compact }));
  if (isCvr(compact)) found.push(...nodes({ cvr: compact }));
  if (/^\d{10}$/.test(compact)) found.push(...nodes({ pnr: compact }));
  return found;
}
