import { documentVisibleSql, groundsCte } from '#access';
import type { Instant } from '#contracts';
import type { Pool } from 'pg';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { grantOverview } from '../grants/grant-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { partyStatements } from '../parties/party-statements.projection.js';
import { paymentOverview } from '../payments/payment-overview.projection.js';
import { serviceOverview } from '../services/service-overview.projection.js';
import { freshnessOf, type DatedFacts, type FreshnessView } from '../sources/freshness.js';
import { asCalled, calledPartyJson, foundedPartyJson, type CalledParty } from './called.js';
import { benefitSets, grantsJson, isGivenSql, type Owner } from './live-benefits.js';
import { casesOfParties, casesThemselves, documentsOfOwners, notesOfOwners, pageSql } from './live-lists.js';
import type { LiveNames } from './list-sql.js';
import { relationsFrom, relationsJson } from './live-relations.js';
import { restrictedColumn, restrictedFrom, withRestricted } from './live-restricted.js';
import { isRelated } from './membership.js';
import { unitTreeSql } from './unit-tree.js';
import { askedNodesSql, type NodeResolver } from './party-key.js';
import { plainFirst, type Depth } from './plain-first.js';
import { objectRows, parkedFrom, parkedSql, type ParkedEvents } from './parked.js';
import type { Found, ListPlan, Node, NodePlan, Page, PartyKey, Scope } from './question.js';
import { emptyPage, grantFrom, pagesFrom, partyNode, type RawGrant, type SourceRegister } from './shape.js';
import { holdsAt, oneRow, parameters, POSITION, SERVED, type Parameters } from './statement-builder.js';
import { shownAsFrom, twinsJson } from './twins.js';

/** What every live question needs. */
export interface LiveContext {
  readonly pool: Pool;
  readonly scope: Scope;
  readonly now: Instant;
  readonly nodes: NodeResolver;
}

/** The sources of the authority, for names, hops and freshness: a dozen small rows. */
export const registerSql = (authority: string): string =>
  `(select '{' || string_agg(to_json(s.source)::text || ':' || s.facts, ',') || '}' from overview.source_status s where s.authority = ${authority})`;

/** The sources as they are known at the moment. */
export function registerFrom(text: string | null, now: Instant): SourceRegister {
  const dated = text === null ? {} : (JSON.parse(text) as Record<string, readonly DatedFacts[]>);
  return Object.fromEntries(
    Object.entries(dated).flatMap(([source, stretches]) => {
      const holding = stretches.filter(({ from }) => from === null || from <= now).at(-1);
      return holding === undefined ? [] : [[source, holding.facts]];
    }),
  );
}

interface Start {
  readonly parameters: Parameters;
  readonly names: LiveNames;
  readonly grounds: string;
}

/** The parameters that every live statement begins with, and what it calls them by. */
export function begin({ scope, now, nodes }: LiveContext): Start {
  const made = parameters();
  const groups = Number(made.add(scope.grounds).slice(1));
  const authority = `${made.add(scope.authority)}::text`;
  const moment = `${made.add(now)}::timestamptz`;
  const grounds = groundsCte(groups, unitTreeSql(authority, moment));
  return {
    parameters: made,
    grounds,
    names: { parameters: made, authority, now: moment, nodes },
  };
}

/** The shared row sets that the wanted lists need, in the order in which they build on each other. */
export function rowSets(
  names: LiveNames,
  lists: readonly ListPlan[],
  owner: Owner,
  also: { everything: boolean },
): string[] {
  const wants = (...kinds: readonly string[]): boolean => lists.some(({ kind }) => kinds.includes(kind));
  const { everything } = also;
  return [
    owner === 'party' ? casesOfParties(names) : casesThemselves(names),
    ...(everything || wants('documents', 'timeline') ? [documentsOfOwners(names, owner === 'party')] : []),
    ...(everything || wants('journalNotes', 'timeline') ? [notesOfOwners(names)] : []),
    ...benefitSets(names, lists, owner, everything),
  ];
}

/** Whether a party that no party event founded may be shown: something visible names it, or a founded party is related to it. */
const presentSql = (names: LiveNames): string => {
  const { authority, now } = names;
  return `(party.founded
  or exists (select 1 from owner_cases)
  or exists (select 1 from owners o join overview.document_party dp on dp.node_id = o.node_id and dp.authority = ${authority} and ${holdsAt('dp', now)}
       join overview.document_current d on d.authority = dp.authority and d.document_id = dp.document_id and ${holdsAt('d', now)}
      where ${documentVisibleSql('d', {
        from: `overview.document_case l join overview.case_current c on c.authority = l.authority and c.case_id = l.case_id and ${holdsAt('c', now)}`,
        where: `l.authority = d.authority and l.document_id = d.document_id and ${holdsAt('l', now)}`,
        caseAlias: 'c',
        isWithoutCase: 'd.without_case',
      })})
  or ${isGivenSql(names, { from: 'owners o', node: 'o.node_id', where: 'true' })}
  or exists (select 1 from owners o join overview.party_relation pr on pr.other_node_id = o.node_id and ${isRelated('pr', now)}))`;
};

/** Sources to tell the freshness of: those of what is shown, and every one that is now stale, has a gap or is down. */
export function freshnessList(
  shown: Iterable<string>,
  register: SourceRegister,
  now: Instant,
  parked: ParkedEvents,
): FreshnessView[] {
  const wanted = new Set(shown);
  const all = new Set([...wanted, ...Object.keys(register), ...Object.keys(parked)]);
  return [...all]
    .sort()
    .map((source) => freshnessOf(source, register[source], now, parked[source]))
    .filter(({ source, state }) => wanted.has(source) || (state !== 'CURRENT' && state !== 'UNKNOWN'));
}

/**
 * The party with all that the plan asks for; null where it is not there for this caller. One statement, or a second where no
 * party event founded or names it ({@link Depth}).
 */
export async function liveParty(context: LiveContext, key: PartyKey, plan: NodePlan): Promise<Found | null> {
  return plainFirst(context.scope.authority, (depth) => askParty(context, key, plan, depth));
}

/** Undefined where the whole must be asked. */
async function askParty(
  context: LiveContext,
  key: PartyKey,
  plan: NodePlan,
  depth: Depth,
): Promise<Found | null | undefined> {
  const { parameters: made, names, grounds } = begin(context);
  const { authority, now } = names;
  const asked = askedNodesSql(key, context.nodes, (value) => made.add(value));
  const sets = rowSets(names, plan.lists, 'party', { everything: plan.freshness });
  const sources = plan.freshness
    ? `(select array_agg(distinct s)::text[] from (select unnest(party.sources) as s
        union select source from owner_cases union select source from owner_documents union select source from owner_notes
        union select source from owner_grants union select source from owner_payments union select source from owner_services) x)`
    : 'null::text[]';
  const shown = [
    `select '${partyStatements.name}', node_id::text from owners`,
    objectRows(caseOverview.name, authority, 'case_id', 'owner_cases'),
    objectRows(documentOverview.name, authority, 'document_id', 'owner_documents'),
    objectRows(journalNoteOverview.name, authority, 'note_id', 'owner_notes'),
    objectRows(grantOverview.name, authority, 'grant_id', 'owner_grants'),
    objectRows(paymentOverview.name, authority, 'payment_id', 'owner_payments'),
    objectRows(serviceOverview.name, authority, 'service_id', 'owner_services'),
  ].join(' union all ');
  const parked = plan.freshness ? parkedSql(authority, shown) : 'null::text';
  const text = `with ${grounds},
    party as materialized (select pc.* from unnest(${asked}) with ordinality as k (node_id, n)
      join overview.party_node kn on kn.node_id = k.node_id and kn.authority = ${authority}
      join overview.party_current pc on pc.party_id = kn.party_id and ${holdsAt('pc', now)} order by k.n limit 1),
    owners as materialized (select party.party_id as owner_id, n.node_id from party join overview.party_node n on n.party_id = party.party_id),
    ${sets.join(',\n')}
    select ${depth === 'plain' ? foundedPartyJson('party') : calledPartyJson(names, 'party')} as doc, party.founded and not party.called as plain, ${registerSql(authority)} as register, ${POSITION} as position, ${SERVED} as served, ${sources} as sources, ${parked} as parked, ${twinsJson(authority)} as twins,
      ${plan.relations ? relationsJson('owners', now) : 'null::text'} as relations
      ${plan.lists.map((list, index) => `, ${pageSql(names, list)} as list${index} ${restrictedColumn(names, list, `hidden${index}`)}`).join('')}
    from party ${depth === 'plain' ? '' : `where ${presentSql(names)}`}`;
  const row = await oneRow<Record<string, unknown> | undefined>(context, text, made);
  if (row === undefined) return null;
  if (depth === 'plain' && row['plain'] !== true) return undefined;
  const view = asCalled(JSON.parse(row['doc'] as string) as CalledParty);
  const register = registerFrom(row['register'] as string | null, context.now);
  const shownAs = shownAsFrom(row['twins'] as string | null);
  return {
    node: partyNode(
      view,
      relationsFrom(row['relations'] as string | null, context.now).get(view.id) ?? [],
      plan.freshness
        ? freshnessList(
            (row['sources'] as string[] | null) ?? [],
            register,
            context.now,
            parkedFrom(row['parked'] as string | null),
          )
        : [],
    ),
    lists: Object.fromEntries(
      plan.lists.map((list, index) => [
        list.key,
        withRestricted(
          pagesFrom(list.kind, row[`list${index}`] as string | null, register, shownAs).get(view.id) ?? emptyPage(),
          list,
          () => restrictedFrom(list, row[`hidden${index}`], view.id),
        ),
      ]),
    ),
    position: Number(row['position']),
  };
}

interface RawParty {
  /** By which id it was asked for. */
  readonly i: string;
  /** Only mentions name it. */
  readonly m: boolean;
  readonly d: CalledParty;
  readonly s: readonly string[];
  readonly k: ParkedEvents | null;
}

/**
 * Parties that a visible object refers to, in one statement: what names them is something the caller may see of them,
 * so there is no further right to ask for but for what it is called. A second statement where no party event names one
 * ({@link Depth}).
 */
export async function liveParties(
  context: LiveContext,
  ids: readonly string[],
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
): Promise<Map<string, Node>> {
  return plainFirst(context.scope.authority, (depth) => askParties(context, ids, plan, depth));
}

/** Undefined where the whole must be asked. */
async function askParties(
  context: LiveContext,
  ids: readonly string[],
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
  depth: Depth,
): Promise<Map<string, Node> | undefined> {
  const { parameters: made, names, grounds } = begin(context);
  const { authority, now } = names;
  const asked = `${made.add([...ids])}::uuid[]`;
  const nodes = `select '${partyStatements.name}', n.node_id::text from overview.party_node n where n.party_id = p.party_id`;
  const parked = plan.freshness ? parkedSql(authority, nodes) : 'null::text';
  const text = `with ${grounds}, owners as materialized (
      select distinct a.party_id as owner_id, n.node_id from overview.party_node a join overview.party_node n on n.party_id = a.party_id where a.node_id = any(${asked}))
    select ${SERVED} as served, (select '[' || string_agg('{"i":"' || a.node_id || '","m":' || p.called || ',"d":' || ${depth === 'plain' ? foundedPartyJson('p') : calledPartyJson(names, 'p')} || ',"s":' || array_to_json(p.sources) || ',"k":' || coalesce(${parked}, 'null') || '}', ',') || ']' from overview.party_node a
        join overview.party_current p on p.party_id = a.party_id and ${holdsAt('p', now)} where a.node_id = any(${asked}) and a.authority = ${authority}) as parties,
      ${plan.relations ? relationsJson('owners', now) : 'null::text'} as relations,
      ${plan.freshness ? registerSql(authority) : 'null::text'} as register`;
  const row = await oneRow<{ parties: string | null; relations: string | null; register: string | null }>(
    context,
    text,
    made,
  );
  const relations = relationsFrom(row.relations, context.now);
  const register = registerFrom(row.register, context.now);
  const found = row.parties === null ? [] : (JSON.parse(row.parties) as RawParty[]);
  if (depth === 'plain' && found.some(({ m: isCalled }) => isCalled)) return undefined;
  return new Map(
    found.map(({ i: asked, d, s: sources, k: parked }) => {
      const view = asCalled(d);
      const freshness = plan.freshness ? freshnessList(sources, register, context.now, parked ?? {}) : [];
      return [asked, partyNode(view, relations.get(view.id) ?? [], freshness)];
    }),
  );
}

/** Grants by id, as far as the caller sees them, in one statement. */
export async function liveGrants(context: LiveContext, ids: readonly string[]): Promise<Map<string, Node>> {
  const { parameters: made, names, grounds } = begin(context);
  const text = `with ${grounds} select ${SERVED} as served, ${grantsJson(names, `${made.add([...ids])}::uuid[]`)} as grants`;
  const { grants } = await oneRow<{ grants: string | null }>(context, text, made);
  const found = grants === null ? [] : (JSON.parse(grants) as RawGrant[]);
  return new Map(found.map((raw) => grantFrom(raw)).map((node) => [node.id, node]));
}

/** One list of many parties, cases or grants, in one statement. */
export async function liveList(
  context: LiveContext,
  owner: Owner,
  ids: readonly string[],
  list: ListPlan,
): Promise<Map<string, Page>> {
  const { parameters: made, names, grounds } = begin(context);
  const asked = `${made.add([...ids])}::uuid[]`;
  const owners =
    owner === 'party'
      ? `select n.party_id as owner_id, n.node_id from overview.party_node n where n.party_id = any(${asked}) and n.authority = ${names.authority}`
      : `select u as owner_id, null::uuid as node_id from unnest(${asked}) as u`;
  const text = `with ${grounds}, owners as materialized (${owners}), ${rowSets(names, [list], owner, { everything: false }).join(',\n')}
    select ${SERVED} as served, ${pageSql(names, list)} as list, ${registerSql(names.authority)} as register,
      ${twinsJson(names.authority)} as twins ${restrictedColumn(names, list, 'hidden')}`;
  const row = await oneRow<{ list: string | null; register: string | null; twins: string | null; hidden?: string }>(
    context,
    text,
    made,
  );
  const pages = pagesFrom(list.kind, row.list, registerFrom(row.register, context.now), shownAsFrom(row.twins));
  return new Map(
    ids.map((id) => [
      id,
      withRestricted(pages.get(id) ?? emptyPage(), list, () => restrictedFrom(list, row.hidden, id)),
    ]),
  );
}
