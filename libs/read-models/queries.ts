export {
  createOverviewQueries,
  type OverviewQueries,
  type OverviewQueriesOptions,
  type SourceView,
} from './answers/overview-queries.js';
export { InvalidCursor, InvalidFilter } from './answers/errors.js';
export { partyFinder, type PartyNodes } from './answers/party-scope.js';
export { createReading, type Reading } from './answers/reading.js';
export { decodeCursor, encodeCursor, pageOf } from './answers/page.js';
export type {
  CaseFilter,
  CaseOrder,
  Found,
  ListPlan,
  Moment,
  Node,
  NodePlan,
  OtherKey,
  Page,
  PageArgs,
  PartyKey,
  Scope,
} from './answers/question.js';
export type { FreshnessState, FreshnessView } from './sources/freshness.js';
export type { PartyView } from './parties/party.view.js';
export type { CaseView } from './cases/case-overview.view.js';
export { viewCase } from './cases/case-overview.view.js';
export { composeParty } from './parties/party.view.js';
export { caseNode, emptyPage } from './answers/shape.js';
