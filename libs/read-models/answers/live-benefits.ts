import { groupSeesBenefitSql, groupSeesServiceSql, paymentVisibleSql, type GrantAliases } from '#access';
import type { ListSql, LiveNames } from './list-sql.js';
import type { ListPlan } from './question.js';
import { holdsAt } from './statement-builder.js';

/*
 * Grants, payments and services as they are now. A benefit is seen by a group that sees its case, covers its grant and its
 * own KLE; a grant by one that sees one of its benefits; a payment by one that sees every benefit that its lines name.
 */

type Names = Pick<LiveNames, 'authority' | 'now'>;

/** Whose lists are told. */
export type Owner = 'party' | 'case' | 'grant';

const ALIASES: GrantAliases = { grant: 'gr', case: 'gc', benefit: 'gb' };
const caseOf = (of: string, now: string): string =>
  `overview.case_current gc on gc.authority = ${of}.authority and gc.case_id = ${of}.case_id and ${holdsAt('gc', now)}`;
const OF_GRANT = 'gb.authority = gr.authority and gb.grant_id = gr.grant_id and gb.segment = gr.segment';
const BENEFIT = `overview.grant_benefit gb on ${OF_GRANT}`;

/** Some group sees the grant `gr`: one of its benefits, so one without benefits is seen by nobody. */
export const grantSeen = ({ now }: Names): string =>
  `exists (select 1 from grounds g join ${caseOf('gr', now)} join ${BENEFIT} where ${groupSeesBenefitSql(ALIASES)})`;

/** Some group sees the benefit `gb` of the grant `gr`. */
const benefitSeen = ({ now }: Names): string =>
  `exists (select 1 from grounds g join ${caseOf('gr', now)} where ${groupSeesBenefitSql(ALIASES)})`;

const linesOf = (payment: string): string =>
  `l.authority = ${payment}.authority and l.payment_id = ${payment}.payment_id and l.segment = ${payment}.segment`;
/** The benefits that are there, with their grants and cases; which of them line `l` of a payment names. */
const benefits = ({ now }: Pick<Names, 'now'>): string =>
  `overview.grant_current gr join ${caseOf('gr', now)} join ${BENEFIT}`;
const namedByLine = ({ now }: Pick<Names, 'now'>): string =>
  `gr.authority = l.authority and gr.grant_id = l.grant_id and ${holdsAt('gr', now)} and gb.benefit_id = l.benefit_id`;

/** Some group sees the payment `pm`. */
export const paymentSeen = (names: Names): string =>
  paymentVisibleSql('pm', {
    lines: 'overview.payment_line l',
    where: linesOf('pm'),
    named: benefits(names),
    namedWhere: namedByLine(names),
    aliases: ALIASES,
    isWithoutLines: 'pm.without_lines',
  });

/** Some group sees the service `sv`. */
export const serviceSeen = ({ now }: Names): string =>
  `exists (select 1 from grounds g join ${caseOf('sv', now)} where ${groupSeesServiceSql('sv', 'gc')})`;

/** Grants of the owners, by party, by either half of the case or themselves. */
function grantsOfOwners(names: Names, owner: Owner): string {
  const { authority, now } = names;
  const mine = {
    party: { of: 'owners', names: 'gr.node_id = o.node_id' },
    case: { of: 'seen', names: 'gr.case_id = o.case_id' },
    grant: { of: 'owners', names: 'gr.grant_id = o.owner_id' },
  }[owner];
  return `owner_grants as materialized (
    select distinct o.owner_id, gr.grant_id, gr.segment, gr.start_on, gr.case_id, gr.source from ${mine.of} o
      join overview.grant_current gr on gr.authority = ${authority} and ${mine.names} and ${holdsAt('gr', now)}
     where ${grantSeen(names)})`;
}

/** Payments of the owners: of a party those made to it, of a grant or a case those with a line that pays of it. */
function paymentsOfOwners(names: Names, owner: Owner): string {
  const { authority, now } = names;
  const payment = `overview.payment_current pm on pm.authority = ${authority} and ${holdsAt('pm', now)}`;
  const paid = {
    party: `owners o join ${payment} and pm.node_id = o.node_id`,
    grant: `owners o join overview.payment_line ol on ol.authority = ${authority} and ol.grant_id = o.owner_id
      join ${payment} and pm.payment_id = ol.payment_id and pm.segment = ol.segment`,
    // Each payment once before it is judged: it may have many lines, and the case be seen by many groups.
    case: `(select distinct s.owner_id, ol.payment_id, ol.segment from seen s
        join overview.grant_current gr on gr.authority = ${authority} and gr.case_id = s.case_id and ${holdsAt('gr', now)}
        join ${BENEFIT}
        join overview.payment_line ol on ol.authority = ${authority} and ol.grant_id = gb.grant_id and ol.benefit_id = gb.benefit_id) o
      join ${payment} and pm.payment_id = o.payment_id and pm.segment = o.segment`,
  }[owner];
  return `owner_payments as materialized (
    select distinct o.owner_id, pm.payment_id, pm.segment, pm.disposition_on, pm.at, pm.title, pm.source from ${paid}
     where ${paymentSeen(names)})`;
}

/** Services for the parties in `owners`, or on either half of the case. */
function servicesOfOwners(names: Names, owner: Owner): string {
  const { authority, now } = names;
  const service = `overview.service_current sv on sv.authority = ${authority} and ${holdsAt('sv', now)}`;
  const given =
    owner === 'case'
      ? `seen o join overview.service_owner own on own.authority = ${authority} and own.owner_id = o.case_id
          join ${service} and sv.service_id = own.service_id and sv.case_id = o.case_id`
      : `owners o join ${service} and sv.node_id = o.node_id`;
  return `owner_services as materialized (
    select distinct o.owner_id, sv.service_id, sv.segment, sv.start_on, sv.case_id, sv.source from ${given}
     where ${serviceSeen(names)})`;
}

/** The row sets that the lists need; `all` for those who tell of everything there is. */
export function benefitSets(names: Names, lists: readonly ListPlan[], owner: Owner, all: boolean): string[] {
  const wants = (kind: ListPlan['kind'], entry: string): boolean =>
    all || lists.some((list) => list.kind === kind || tells(list, entry));
  return [
    ...(wants('grants', 'GRANT') ? [grantsOfOwners(names, owner)] : []),
    ...(wants('payments', 'PAYMENT') ? [paymentsOfOwners(names, owner)] : []),
    ...(wants('services', 'SERVICE') ? [servicesOfOwners(names, owner)] : []),
  ];
}

const tells = (list: ListPlan, entry: string): boolean =>
  list.kind === 'timeline' && (list.kinds === null || list.kinds.includes(entry));

/** A node that something visible names as the one it is given to. `owners`: what gives the nodes, with its conditions. */
export function isGivenSql(names: Names, owners: { from: string; node: string; where: string }): string {
  const { authority, now } = names;
  const given = (table: string, alias: string, seen: string): string =>
    `exists (select 1 from ${owners.from} join overview.${table} ${alias} on ${alias}.authority = ${authority} and ${alias}.node_id = ${owners.node}
       and ${holdsAt(alias, now)} where ${owners.where} and ${seen})`;
  return [
    given('grant_current', 'gr', grantSeen(names)),
    given('service_current', 'sv', serviceSeen(names)),
    given('payment_current', 'pm', paymentSeen(names)),
  ].join(' or ');
}

const partyOf = (node: string): string =>
  `coalesce((select to_json(n.party_id)::text from overview.party_node n where n.node_id = ${node} and not n.erased), 'null')`;

/** JSON text of grant `gr`, with what of it is seen. */
const grantJson = (names: Names): string =>
  `'{"n":' || gr.doc || ',"q":' || ${partyOf('gr.node_id')} || ',"b":[' || coalesce((
     select string_agg('[' || gb.doc || ',' || gb.plans || ']', ',') from overview.grant_benefit gb where ${OF_GRANT} and ${benefitSeen(names)}), '') || ']}'`;

export function grantsList(names: LiveNames): ListSql {
  return {
    rows: 'select owner_id, start_on as k, grant_id as id, segment from owner_grants',
    type: 'date',
    descending: true,
    idType: 'uuid',
    node: grantToldSql(names),
  };
}

/** Rows `(id, segment, score)` of the grants of which a benefit that is seen matches. */
export const grantHitsSql = (names: Names, matches: string, score: string): string =>
  `select gr.grant_id as id, gr.segment, max(${score})::int as score
     from overview.grant_benefit gb join overview.grant_current gr on ${OF_GRANT} and ${holdsAt('gr', names.now)}
    where gb.authority = ${names.authority} and ${matches} and ${benefitSeen(names)} group by gr.grant_id, gr.segment`;

/** JSON text of the grant of row `p`, with what of it is seen. */
export const grantToldSql = (names: Names): string =>
  `(select ${grantJson(names)} from overview.grant_current gr
     where gr.authority = ${names.authority} and gr.grant_id = p.id and gr.segment = p.segment)`;

/** Grants by id as JSON text, as far as they are seen. */
export const grantsJson = (names: Names, ids: string): string =>
  `(select '[' || string_agg(${grantJson(names)}, ',') || ']' from overview.grant_current gr
     where gr.authority = ${names.authority} and gr.grant_id = any(${ids}) and ${holdsAt('gr', names.now)} and ${grantSeen(names)})`;

/** The plan that applied to the benefit of line `l` on the first day it is for. */
const PLAN = `(select gp.doc from overview.grant_plan gp
   where gp.authority = l.authority and gp.grant_id = l.grant_id and gp.benefit_id = l.benefit_id
     and gp.valid_from <= l.from_on::timestamp at time zone 'Europe/Copenhagen' and gp.valid_to > l.from_on::timestamp at time zone 'Europe/Copenhagen'
   order by gp.rank collate "C" desc, gp.plan_id collate "C" limit 1)`;

export function paymentsList(names: LiveNames): ListSql {
  return {
    rows: 'select owner_id, disposition_on as k, payment_id as id, segment from owner_payments',
    type: 'date',
    descending: true,
    idType: 'uuid',
    node: `(select '{"n":' || pm.doc || ',"q":' || ${partyOf('pm.node_id')} || ',"l":' || coalesce((
        select json_agg(json_build_object('from', l.from_on, 'to', l.to_on, 'amount', l.amount, 'benefit', why.benefit, 'plan', why.plan,
            'grant', why.from_grant, 'case', why.on_case, 'decision', why.decision) order by l.line)::text
          from overview.payment_line l left join lateral (select gb.doc::json as benefit, ${PLAN}::json as plan, json_build_object('id', gr.grant_id) as from_grant,
              json_build_object('id', gc.case_id) as on_case, gc.doc::json -> 'decision' as decision from ${benefits(names)} where ${namedByLine(names)}) why on true
         where ${linesOf('pm')}), '[]') || '}'
      from overview.payment_current pm where pm.authority = ${names.authority} and pm.payment_id = p.id and pm.segment = p.segment)`,
  };
}

export function servicesList({ authority }: LiveNames): ListSql {
  return {
    rows: 'select owner_id, start_on as k, service_id as id, segment from owner_services',
    type: 'date',
    descending: true,
    idType: 'uuid',
    node: `(select '{"n":' || sv.doc || '}' from overview.service_current sv
      where sv.authority = ${authority} and sv.service_id = p.id and sv.segment = p.segment)`,
  };
}

/** What the timeline tells of them, in the columns of its other entries. */
export function benefitEntries(names: LiveNames, list: ListPlan): string[] {
  const { authority } = names;
  const moments = (of: string): string =>
    `cross join lateral jsonb_to_recordset(${of}::jsonb) as m (entry text, at timestamptz, title text)`;
  const entries: readonly [string, string][] = [
    [
      'GRANT',
      `select og.owner_id, m.at, 'GRANT', m.title, og.grant_id::text || '/' || m.entry, og.grant_id, og.case_id, og.source from owner_grants og
         join overview.grant_current gr on gr.authority = ${authority} and gr.grant_id = og.grant_id and gr.segment = og.segment
         join ${BENEFIT} ${moments('gb.moments')} where ${benefitSeen(names)}`,
    ],
    [
      'PAYMENT',
      `select owner_id, at, 'PAYMENT', title, payment_id::text, payment_id, null::uuid, source from owner_payments`,
    ],
    [
      'SERVICE',
      `select os.owner_id, m.at, 'SERVICE', m.title, os.service_id::text || '/' || m.entry, os.service_id, os.case_id, os.source from owner_services os
         join overview.service_current sv on sv.authority = ${authority} and sv.service_id = os.service_id and sv.segment = os.segment
         ${moments('sv.moments')}`,
    ],
  ];
  return entries.filter(([kind]) => tells(list, kind)).map(([, sql]) => sql);
}
