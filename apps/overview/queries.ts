import type { Instant } from '#contracts';
import type { CaseFilter, PartyKey } from './types/inputs.js';
import type { CaseOrder, TimelineKind } from './types/enums.js';
import type { Connection } from './types/connection.js';
import type { SourceFreshness, SourceStatus } from './types/source.type.js';
import type { HistoryEntry } from './types/history.type.js';

/** On whose behalf a question is asked: the tenant, and the privilege groups as the one JSON parameter of the rights in SQL. */
export interface Scope {
  readonly authority: string;
  readonly grounds: string;
  /** True for an auditor: sees the history of what has been removed or destroyed. */
  readonly auditor: boolean;
}

/** Both time axes; null is now. */
export interface Moment {
  readonly asOf: Instant | null;
  readonly asKnownAt: Instant | null;
}

export interface PageArgs {
  readonly first: number;
  readonly after: string | null;
}

/** One list that is wanted of a party or case; `key` names it in `Found.lists`. */
export type ListPlan = PageArgs & { readonly key: string } & (
    | { readonly kind: 'cases'; readonly filter: CaseFilter | null; readonly orderBy: CaseOrder }
    | { readonly kind: 'documents' }
    | { readonly kind: 'journalNotes' }
    | { readonly kind: 'timeline'; readonly kinds: readonly TimelineKind[] | null; readonly from: Instant | null; readonly to: Instant | null }
  );

/** What of a party or case is wanted, so that nothing else need be read. */
export interface NodePlan {
  readonly lists: readonly ListPlan[];
  /** `freshness` is wanted. */
  readonly freshness: boolean;
  /** Party: `relations`; case: `relatedCases`. */
  readonly relations: boolean;
  /** Party: `addressHistory` or `nameHistory`. */
  readonly histories: boolean;
}

/**
 * A node in GraphQL's names and spellings. References to other nodes come as `{id}` and are filled in here when more of
 * them is asked for; those that the caller may not see are left out by the queries.
 */
export type Node = { readonly id: string } & Record<string, unknown>;
export type Page = Connection<Node>;

export interface Found {
  readonly node: Node;
  readonly lists: Readonly<Record<string, Page>>;
  readonly position: number;
}

/** What the overview asks of the read models; also the token by which Nest hands them out. */
export abstract class Queries {
  abstract party(key: PartyKey, scope: Scope, moment: Moment, plan: NodePlan): Promise<Found | null>;
  abstract case(id: string, scope: Scope, moment: Moment, plan: NodePlan): Promise<Found | null>;
  abstract searchParties(text: string, page: PageArgs, scope: Scope): Promise<Page>;
  abstract searchCases(filter: CaseFilter, orderBy: CaseOrder | null, page: PageArgs, scope: Scope): Promise<Page>;
  abstract partiesByIds(ids: readonly string[], scope: Scope, moment: Moment, plan: NodePlan): Promise<ReadonlyMap<string, Node>>;
  abstract casesByIds(ids: readonly string[], scope: Scope, moment: Moment, plan: NodePlan): Promise<ReadonlyMap<string, Node>>;
  /** One list of many parties or cases at once, in one statement. */
  abstract listOf(owner: 'party' | 'case', ids: readonly string[], list: ListPlan, scope: Scope, moment: Moment): Promise<ReadonlyMap<string, Page>>;
  abstract freshnessOf(sources: readonly string[], scope: Scope, moment: Moment): Promise<ReadonlyMap<string, SourceFreshness>>;
  abstract caseHistory(caseId: string, asKnownAt: Instant | null, page: PageArgs, scope: Scope): Promise<Connection<HistoryEntry>>;
  abstract partyHistory(partyId: string, asKnownAt: Instant | null, page: PageArgs, scope: Scope): Promise<Connection<HistoryEntry>>;
  abstract sources(scope: Scope): Promise<SourceStatus[]>;
  abstract position(): Promise<number>;
  abstract waitFor(position: number, ms: number): Promise<boolean>;
}
