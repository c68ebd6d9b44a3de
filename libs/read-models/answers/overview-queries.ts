import type { Pool } from 'pg';
import { instantFromDate, type Instant } from '#contracts';
import type { AuthorityKeyring } from '#personal-data';
import { caseOverview } from '../cases/case-overview.projection.js';
import type { PartyView } from '../parties/party.view.js';
import { createPurposeReader, type PurposeRules } from './purpose-rules.js';
import { freshnessOf, type FreshnessView, type SourceFacts } from '../sources/freshness.js';
import { gapsOfSources, type GapView } from '../sources/gaps.queries.js';
import { sourceStatus } from '../sources/source-status.read-model.js';
import { liveCase, liveCases } from './live-cases.js';
import type { Owner } from './live-benefits.js';
import {
  liveGrants,
  liveList,
  liveParties,
  liveParty,
  registerFrom,
  registerSql,
  type LiveContext,
} from './live-overview.js';
import { liveSearchCases, liveSearchParties } from './live-search.js';
import { pastReader } from './past-material.js';
import { createPastAnswers } from './past-overview.js';
import type { ToldObject } from './past-objects.js';
import { liveSearchAll } from './search/live-search-all.js';
import type { SearchKind } from './search/searched-family.js';
import { parkedAmong, parkedFrom } from './parked.js';
import { askedNodes, nodeResolverOf } from './party-key.js';
import { revealedParty } from './revealed-party.js';
import { readPosition, readStanding, SERVED } from './statement-builder.js';
import type {
  CaseFilter,
  CaseOrder,
  Found,
  ListPlan,
  Moment,
  Node,
  NodePlan,
  Page,
  PageArgs,
  PartyKey,
  Scope,
} from './question.js';
import { isNow } from './question.js';

/** SourceStatus of GraphQL; who may see the counts is for the caller to settle. */
export interface SourceView {
  readonly source: string;
  readonly name: string;
  readonly vendor: string | null;
  readonly capabilities: SourceFacts['capabilities'];
  readonly freshness: FreshnessView;
  readonly events: number;
  readonly quarantined: number;
  /** The newest, newest first. */
  readonly gaps: readonly GapView[];
}

/** A case that the caller may see, with its source. */
export interface CaseOfSource {
  readonly id: string;
  readonly source: string;
}

export interface OverviewQueriesOptions {
  readonly pool: Pool;
  /** By which answers about now are read that are found by key or word; left out: `pool`. */
  readonly answerPool?: Pool;
  /** For look-ups by number, which go by keyed hash. */
  readonly keyring: AuthorityKeyring;
  readonly clock?: () => Date;
}

/**
 * What is asked of the overview. Answers about now come from the read models' tables, with the rights in the SQL; answers
 * about another moment are resolved from the same rows that the handlers fold, judged by today's rights and that moment's.
 */
export interface OverviewQueries {
  party(key: PartyKey, scope: Scope, moment: Moment, plan: NodePlan): Promise<Found | null>;
  case(id: string, scope: Scope, moment: Moment, plan: NodePlan): Promise<Found | null>;
  searchParties(text: string, page: PageArgs, scope: Scope): Promise<Page>;
  searchCases(filter: CaseFilter, orderBy: CaseOrder | null, page: PageArgs, scope: Scope): Promise<Page>;
  /** Objects of all families, or of some, best match first; each node is a SearchHit of GraphQL. */
  search(text: string, kinds: readonly SearchKind[] | null, page: PageArgs, scope: Scope): Promise<Page>;
  /** Parties that visible objects refer to, by the id they were referred to by. */
  partiesByIds(
    ids: readonly string[],
    scope: Scope,
    moment: Moment,
    plan: NodePlan,
  ): Promise<ReadonlyMap<string, Node>>;
  casesByIds(ids: readonly string[], scope: Scope, moment: Moment, plan: NodePlan): Promise<ReadonlyMap<string, Node>>;
  grantsByIds(ids: readonly string[], scope: Scope, moment: Moment): Promise<ReadonlyMap<string, Node>>;
  listOf(
    owner: Owner,
    ids: readonly string[],
    list: ListPlan,
    scope: Scope,
    moment: Moment,
  ): Promise<ReadonlyMap<string, Page>>;
  /** By case id: how fresh the source of each case is, and what we hold of the case. */
  freshnessOf(cases: readonly CaseOfSource[], scope: Scope): Promise<ReadonlyMap<string, FreshnessView>>;
  /** Whether an auditor of the scope may read the history of a case that is there no more: removed, or purged. */
  auditsCase(id: string, scope: Scope): Promise<boolean>;
  /** The document, note, grant, payment or service whose history the caller may read, and what of it may be told. */
  toldObject(id: string, scope: Scope): Promise<ToldObject | null>;
  /** The party with nothing masked or protected, for whoever was found to see it: see `revealedParty`. */
  revealed(id: string, scope: Pick<Scope, 'authority'>): Promise<PartyView | null>;
  /** What each authority asks of caseworkers' purposes, as it was set before this was asked. */
  purposeRules(): Promise<PurposeRules>;
  /** The authorities of which anything has been received, ascending. */
  authorities(): Promise<string[]>;
  /** By URI. */
  sources(scope: Pick<Scope, 'authority'>): Promise<SourceView[]>;
  /** Up to where every read model has read. */
  position(): Promise<number>;
  /** Where the read models stand, as a text: another one when anything may be answered otherwise. */
  standing(): Promise<string>;
  /** Whether every read model came to the position within the time. */
  waitFor(position: number, ms: number): Promise<boolean>;
}

export function createOverviewQueries({
  pool,
  answerPool = pool,
  keyring,
  clock = () => new Date(),
}: OverviewQueriesOptions): OverviewQueries {
  const nodesFor = nodeResolverOf(keyring);
  const contextOf = (scope: Scope): LiveContext => ({
    pool: answerPool,
    scope,
    now: instantFromDate(clock()),
    nodes: nodesFor(scope.authority),
  });
  const register = async ({
    authority,
    reading,
  }: Pick<Scope, 'authority' | 'reading'>): Promise<Record<string, SourceFacts>> => {
    const { rows } = await pool.query<{ register: string | null; served: string | null }>(
      `select ${registerSql('$1')} as register, ${SERVED} as served`,
      [authority],
    );
    reading?.note(rows[0]?.served ?? null);
    return registerFrom(rows[0]?.register ?? null, instantFromDate(clock()));
  };
  const past = createPastAnswers({
    read: pastReader(pool),
    parkedAmong: (authority, objects) => parkedAmong(pool, authority, objects),
    askedNodes: (authority, key) => askedNodes({ pool, nodes: nodesFor(authority) }, key),
    clock,
  });
  const position = (): Promise<number> => readPosition(pool);
  return {
    party: (key, scope, moment, plan) =>
      isNow(moment) ? liveParty(contextOf(scope), key, plan) : past.party(key, scope, moment, plan),
    case: (id, scope, moment, plan) =>
      isNow(moment) ? liveCase(contextOf(scope), id, plan) : past.case(id, scope, moment, plan),
    searchParties: (text, page, scope) => liveSearchParties(contextOf(scope), text, page),
    search: (text, kinds, page, scope) => liveSearchAll(contextOf(scope), text, kinds, page),
    searchCases: (filter, orderBy, page, scope) =>
      // How many rows a period or a unit leaves is worth another plan.
      liveSearchCases({ ...contextOf(scope), pool }, filter, orderBy, page),
    partiesByIds: (ids, scope, moment, plan) =>
      isNow(moment) ? liveParties(contextOf(scope), ids, plan) : past.partiesByIds(ids, scope, moment, plan),
    casesByIds: (ids, scope, moment, plan) =>
      isNow(moment) ? liveCases(contextOf(scope), ids, plan) : past.casesByIds(ids, scope, moment, plan),
    grantsByIds: (ids, scope, moment) =>
      isNow(moment) ? liveGrants(contextOf(scope), ids) : past.grantsByIds(ids, scope, moment),
    listOf: (owner, ids, list, scope, moment) =>
      isNow(moment) ? liveList(contextOf(scope), owner, ids, list) : past.listOf(owner, ids, list, scope, moment),
    revealed: (id, { authority }) => revealedParty(pool, authority, id),
    purposeRules: createPurposeReader(pool),
    toldObject: (id, scope) => past.toldObject(id, scope),
    auditsCase: (id, scope) => past.auditsCase(id, scope),
    async freshnessOf(cases, scope) {
      const { authority } = scope;
      const now = instantFromDate(clock());
      const { rows } = await pool.query<{ register: string | null; parked: string | null; served: string | null }>(
        `select ${registerSql('$1')} as register, ${SERVED} as served, (select json_object_agg(x.key, x.events)::text from
          (select e.key, count(*) as events from overview.parked_event e
            where e.read_model = '${caseOverview.name}' and e.key = any($2::text[]) group by e.key) x) as parked`,
        [authority, cases.map(({ id }) => `${authority}/${id}`)],
      );
      scope.reading?.note(rows[0]?.served ?? null);
      const known = registerFrom(rows[0]?.register ?? null, now);
      const parked = parkedFrom(rows[0]?.parked);
      return new Map(
        cases.map(({ id, source }) => [id, freshnessOf(source, known[source], now, parked[`${authority}/${id}`])]),
      );
    },
    async authorities() {
      const { rows } = await pool.query<{ authority: string }>(
        'select distinct authority from overview.source_status order by authority',
      );
      return rows.map(({ authority }) => authority);
    },
    async sources({ authority }) {
      const known = await register({ authority });
      const now: Instant = instantFromDate(clock());
      const parked = await parkedAmong(
        pool,
        authority,
        Object.keys(known).map((source) => [sourceStatus.name, `${authority}/${source}`]),
      );
      const { rows } = await pool.query<{ source: string; quarantined: string }>(
        `select source, count(*) as quarantined from overblik.quarantine_entry where authority = $1 and status = 'open' group by source`,
        [authority],
      );
      const gaps = await gapsOfSources(pool, authority);
      const quarantined = new Map(rows.map((row) => [row.source, Number(row.quarantined)]));
      return Object.entries(known)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([source, facts]) => ({
          source,
          name: facts.name ?? source,
          vendor: facts.vendor,
          capabilities: facts.capabilities,
          freshness: freshnessOf(source, facts, now, parked[source]),
          events: facts.events,
          quarantined: quarantined.get(source) ?? 0,
          gaps: gaps.get(source) ?? [],
        }));
    },
    position,
    standing: () => readStanding(pool),
    async waitFor(wanted, ms) {
      const deadline = Date.now() + ms;
      while ((await position()) < wanted) {
        if (Date.now() >= deadline) return false;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return true;
    },
  };
}
