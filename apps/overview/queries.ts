import type { History } from '#case-history';
import type { LookedAt, RightsHeld } from '#access';
import type { LetThroughQueries, OverviewQueries, Period, RightsQueries } from '#read-models/queries';
import type { AccessEntryQueries, Investigations as Investigating, MisuseQueries } from '#oversight';
import type { ParallelRuns, Reconciling } from '#reconciliation';

export type { Found, ListPlan, Moment, Node, NodePlan, Page, PageArgs, Scope } from '#read-models/queries';

/** The token by which Nest hands out what is asked of the read models. */
export const Queries = Symbol('Queries');
export type Queries = Omit<OverviewQueries, 'auditsCase' | 'toldObject' | 'authorities'>;

/** The token by which Nest hands out the histories of objects. */
export const Histories = Symbol('Histories');
export type Histories = History;

/** The token by which Nest hands out how sources compare with what we have, and with each other. */
export const Reconciliations = Symbol('Reconciliations');
export type Reconciliations = Reconciling & ParallelRuns;

/** The token by which Nest hands out who was seen with what rights, and what those let through. */
export const Rights = Symbol('Rights');
export type Rights = RightsHeld & RightsQueries & LetThroughQueries & LookingBack;

/** Which of the objects a user looked at in a period. */
export interface LookingBack {
  lookedAt(authority: string, user: string, period: Period, ids: readonly string[]): Promise<readonly LookedAt[]>;
}

/** The token by which Nest hands out what is asked of the access log. */
export const AccessEntries = Symbol('AccessEntries');
export type AccessEntries = AccessEntryQueries;

/** The token by which Nest hands out the investigations of who has looked. */
export const Investigations = Symbol('Investigations');
export type Investigations = Investigating;

/** The token by which Nest hands out the signals of misuse. */
export const Misuses = Symbol('Misuses');
export type Misuses = MisuseQueries;
