import type { Instant } from '#contracts';
import type { OverviewQueries, PageArgs, Scope } from '#read-models/queries';
import type { Connection } from './types/connection.js';
import type { HistoryEntry } from './types/history.type.js';

export type { Found, ListPlan, Moment, Node, NodePlan, Page, PageArgs, Scope } from '#read-models/queries';

/** The token by which Nest hands out what is asked of the read models. */
export const Queries = Symbol('Queries');
export type Queries = OverviewQueries;

/** One page of history, in recorded order. */
export type HistoryPage = Connection<HistoryEntry>;

/** What is asked of the event store itself; also the token by which Nest hands it out. */
export abstract class Histories {
  /** Every event of the case; an empty page where the caller may not see it. */
  abstract caseHistory(caseId: string, asKnownAt: Instant | null, page: PageArgs, scope: Scope): Promise<HistoryPage>;
  /** Every party event of every source that identifies the party. */
  abstract partyHistory(partyId: string, asKnownAt: Instant | null, page: PageArgs, scope: Scope): Promise<HistoryPage>;
}
