import { caseVisibleSql } from '#access';
import type { Instant } from '#contracts';
import { caseOverview } from '../cases/case-overview.projection.js';
import type { CaseView } from '../cases/case-overview.view.js';
import { freshnessOf } from '../sources/freshness.js';
import { casePartiesJson, pageSql } from './live-lists.js';
import { begin, registerFrom, registerSql, rowSets, type LiveContext } from './live-overview.js';
import { eventsIn, parkedFrom, parkedSql } from './parked.js';
import type { Found, Node, NodePlan } from './question.js';
import { caseNode, emptyPage, pagesFrom, type SourceRegister } from './shape.js';
import { holdsAt, oneRow, POSITION, SERVED } from './statement-builder.js';
import { shownAsFrom, shownIdSql, twinsJson } from './twins.js';

/** As they are shown; a case is not related to its own other half. */
const relatedJson = (
  authority: string,
  now: string,
  caseId: string,
): string => `(select json_agg(json_build_array(y.kind, y.other_id) order by y.kind, y.other_id)::text from (
  select distinct x.kind, ${shownIdSql('x.other_id', authority, now)} as other_id, x.other_id = ${caseId} as is_itself from (
  select case r.kind when 'parent' then 'PARENT' when 'precedent' then 'PRECEDENT' else 'OTHER' end as kind, r.other_id
    from overview.case_relation r where r.authority = ${authority} and r.case_id = ${caseId} and ${holdsAt('r', now)}
  union
  select case r.kind when 'parent' then 'CHILD' when 'precedent' then 'SUCCESSOR' else 'OTHER' end, r.case_id
    from overview.case_relation r where r.authority = ${authority} and r.other_id = ${caseId} and ${holdsAt('r', now)}) x
  join overview.case_current c on c.authority = ${authority} and c.case_id = x.other_id and ${holdsAt('c', now)} where ${caseVisibleSql('c')}) y
  where y.is_itself or y.other_id <> ${caseId})`;

interface RawCase {
  readonly doc: string;
  readonly parties: string;
  readonly related: string | null;
  readonly parked: string | null;
}

/** What is parked of one case. */
const parkedOfCase = (authority: string, caseId: string): string =>
  parkedSql(authority, `select '${caseOverview.name}', ${authority} || '/' || ${caseId}`);

function caseFrom(row: RawCase, register: SourceRegister, now: Instant | null): Node {
  const node = caseNode(
    JSON.parse(row.doc) as CaseView,
    new Map(JSON.parse(row.parties) as [string, string][]),
    register,
  );
  const source = node['source'] as string;
  const related = row.related === null ? [] : (JSON.parse(row.related) as [string, string][]);
  return {
    ...node,
    relatedCases: related.map(([kind, id]) => ({ kind, case: { id } })),
    // Left out where nobody asks: it is told for every case of a page otherwise.
    ...(now === null
      ? {}
      : { freshness: freshnessOf(source, register[source], now, eventsIn(parkedFrom(row.parked))) }),
  };
}

/** The case with all that the plan asks for, in one statement; null where it is not there for this caller. */
export async function liveCase(context: LiveContext, id: string, plan: NodePlan): Promise<Found | null> {
  const { parameters: made, names, grounds } = begin(context);
  const { authority, now } = names;
  const asked = `${made.add(id)}::uuid`;
  const sets = rowSets(names, plan.lists, 'case', { everything: false });
  const text = `with ${grounds}, owners as materialized (select ${shownIdSql(asked, authority, now)} as owner_id, null::uuid as node_id), ${sets.join(',\n')}
    select c.doc, ${casePartiesJson(authority, 'c.case_id')} as parties, ${plan.relations ? relatedJson(authority, now, 'oc.case_id') : 'null::text'} as related,
      ${registerSql(authority)} as register, ${POSITION} as position, ${SERVED} as served, ${twinsJson(authority)} as twins,
      ${plan.freshness ? parkedOfCase(authority, 'c.case_id') : 'null::text'} as parked
      ${plan.lists.map((list, index) => `, ${pageSql(names, list)} as list${index}`).join('')}
    from owner_cases oc join overview.case_current c on c.authority = ${authority} and c.case_id = oc.case_id and c.segment = oc.segment`;
  const row = await oneRow<(RawCase & Record<string, unknown>) | undefined>(context, text, made);
  if (row === undefined) return null;
  const register = registerFrom(row['register'] as string | null, context.now);
  const shownAs = shownAsFrom(row['twins'] as string | null);
  const node = caseFrom(row, register, plan.freshness ? context.now : null);
  return {
    node,
    lists: Object.fromEntries(
      plan.lists.map((list, index) => [
        list.key,
        pagesFrom(list.kind, row[`list${index}`] as string | null, register, shownAs).get(node.id) ?? emptyPage(),
      ]),
    ),
    position: Number(row['position']),
  };
}

/** Cases by the id they were asked for by, as far as the caller sees them, in one statement. */
export async function liveCases(
  context: LiveContext,
  ids: readonly string[],
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
): Promise<Map<string, Node>> {
  const { parameters: made, names, grounds } = begin(context);
  const { authority, now } = names;
  const text = `with ${grounds}
    select ${SERVED} as served, ${registerSql(authority)} as register, (select json_agg(json_build_object('asked', oc.asked, 'doc', c.doc, 'parties', ${casePartiesJson(authority, 'c.case_id')},
        'related', ${plan.relations ? relatedJson(authority, now, 'oc.case_id') : 'null::text'},
        'parked', ${plan.freshness ? parkedOfCase(authority, 'oc.case_id') : 'null::text'}))::text
      from (select k.asked, ${shownIdSql('k.asked', authority, now)} as case_id from unnest(${made.add([...ids])}::uuid[]) as k (asked)) oc
      join overview.case_current c on c.authority = ${authority} and c.case_id = oc.case_id and ${holdsAt('c', now)} where ${caseVisibleSql('c')}) as cases`;
  const row = await oneRow<{ register: string | null; cases: string | null }>(context, text, made);
  const register = registerFrom(row.register, context.now);
  const found = row.cases === null ? [] : (JSON.parse(row.cases) as (RawCase & { readonly asked: string })[]);
  return new Map(found.map((each) => [each.asked, caseFrom(each, register, plan.freshness ? context.now : null)]));
}
