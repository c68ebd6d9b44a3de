import type { History } from '#case-history';
import type { OverviewQueries } from '#read-models/queries';
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
