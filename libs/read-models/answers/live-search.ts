import { caseVisibleSql } from '#access';
import { isCvr, normalizeCpr } from '#contracts';
import type { CaseView } from '../cases/case-overview.view.js';
import { asCalled, type CalledParty } from './called.js';
import { caseFilterSql } from './case-filter.js';
import type { LiveNames } from './list-sql.js';
import { caseOrder, casePartiesJson, keyText } from './live-lists.js';
import { begin, registerFrom, registerSql, type LiveContext } from './live-overview.js';
import { decodeCursor, pageOf } from './page.js';
import type { CaseFilter, CaseOrder, Page, PageArgs } from './question.js';
import { partyFamily, partyHitsSql } from './search/party-family.js';
import { plainFirst, type Depth } from './plain-first.js';
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
    select ${SERVED} as served, counted.total, counted.keyed, (select count(*) from r where ${after})::int as remaining, ${registerSql(names.authority)} as register,
      (select '[' || string_agg('{"k":' || to_json(${keyText(type)})::text || ',"i":"' || p.id || '","v":' || ${node} || '}', ',' order by ${order}) || ']' from p) as rows
      from (select count(*)::int as total, count(k)::int as keyed from r) counted`;
}

interface RankedAnswer {
  readonly total: number;
  /** How many of them have a key: a match without one says that the whole must be asked. */
  readonly keyed: number;
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
  const { conditions, matches, ctes } = caseFilterSql(filter, {
    authority,
    now,
    nodes,
    add: (value) => made.add(value),
  });
  const order =
    orderBy === null && matches !== null
      ? { key: 'm.score::int', type: 'int', descending: true }
      : caseOrder(orderBy ?? 'NEWEST_OPENED');
  const where = [`c.authority = ${authority}`, holdsAt('c', now), ...conditions, caseVisibleSql('c')].join(' and ');
  const matching = matches === null ? '' : `join (${matches}) m on m.case_id = c.case_id and m.segment = c.segment`;
  const text = rankedSql(
    [grounds, ...ctes].join(', '),
    {
      rows: shownOnceSql(
        { key: order.key, isMatch: order.type === 'int', found: `overview.case_current c ${matching} where ${where}` },
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
  return plainFirst(context.scope.authority, (depth) => searchParties(context, text, page, depth));
}

/** Undefined where the whole must be asked. */
async function searchParties(
  context: LiveContext,
  text: string,
  page: PageArgs,
  depth: Depth,
): Promise<Page | undefined> {
  const { names, grounds } = begin(context);
  const { authority, parameters: made } = names;
  const { words, ctes } = nearWords(text, authority, (value) => made.add(value));
  const statement = rankedSql(
    [grounds, ...ctes].join(', '),
    {
      rows: `select h.score as k, h.id, h.segment from (${partyHitsSql({ names, words, numbered: numberNodes(context, text), depth })}) h`,
      type: 'int',
      descending: true,
      node: partyFamily.told(names, depth),
    },
    page,
    names,
  );
  const answer = await oneRow<RankedAnswer>(context, statement, made);
  if (answer.keyed < answer.total) return undefined;
  const rows = answer.rows === null ? [] : (JSON.parse(answer.rows) as RankedRow<CalledParty>[]);
  return pageOf(
    rows.map(({ k, i, v }) => ({ key: k, id: i, node: { ...asCalled(v), relations: [], freshness: [] } })),
    answer.total,
    answer.remaining,
  );
}

/** The nodes of parties that a text means when it is a number as a whole: CPR by keyed hash, CVR and P-number likewise. */
export function numberNodes({ nodes }: LiveContext, text: string): string[] {
  const compact = text.trim().replaceAll(/\s/g, '');
  const found: string[] = [];
  if (normalizeCpr(compact) !== undefined) found.push(...nodes({ cpr: compact }));
  if (isCvr(compact)) found.push(...nodes({ cvr: compact }));
  if (/^\d{10}$/.test(compact)) found.push(...nodes({ pnr: compact }));
  return found;
}
