export {
  createOverviewQueries,
  type OverviewQueries,
  type OverviewQueriesOptions,
  type SourceView,
} from './answers/overview-queries.js';
export { BeingBuiltAnew, InvalidCursor, InvalidFilter, NotYetCompared } from './answers/errors.js';
export { askedNodes, nodeResolverOf, nodesNow } from './answers/party-key.js';
export { partyFinder, type PartyNodes } from './answers/party-scope.js';
export { createReading, type Reading } from './answers/reading.js';
export { decodeCursor, encodeCursor, pageInMemory, pageOf } from './answers/page.js';
export { BARE_NODE, NOW } from './answers/question.js';
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
export type { SearchKind } from './answers/search/searched-family.js';
export type { FreshnessState, FreshnessView } from './sources/freshness.js';
export type { PartyView } from './parties/party.view.js';
export type { CaseView } from './cases/case-overview.view.js';
export { viewDocument } from './documents/document-overview.view.js';
export { viewGrant } from './grants/grant-overview.view.js';
export { viewJournalNote } from './journal-notes/journal-note-overview.view.js';
export { viewPayment } from './payments/payment-overview.view.js';
export { viewService } from './services/service-overview.view.js';
export type { ObjectFamily, ToldObject } from './answers/past-objects.js';
export { hiddenObjects } from './answers/hidden-objects.js';
export { tiedObjects, type ObjectName } from './answers/tied-objects.js';
export { viewCase } from './cases/case-overview.view.js';
export { composeParty } from './parties/party.view.js';
export { caseNode, emptyPage } from './answers/shape.js';
export { createSettingQueries, type SettingQueries, type SettingView } from './settings/settings.queries.js';
export { isSettingKey, settingKeys, type ParallelRunPair, type SettingKey } from './settings/setting-keys.js';
export type { SettingDefinition } from './settings/setting.js';
export type { RetentionPeriod } from './settings/access-settings.js';
export { misuseLimitOf } from './settings/misuse-limits.js';
export { compareAhead } from './answers/compare-pairs.js';
export { PARTIES, pairCourse, pairValues, type CasePair, type PairRows } from './answers/pair-course.js';
export { findPairDifferences, type PairDifference, type WhichDifferences } from './answers/pair-differences.js';
export { untoldGaps, type GapView, type UntoldGap } from './sources/gaps.queries.js';
export type { JudgedKind, JudgedObject } from './answers/judged-object.js';
export {
  createLetThrough,
  type LetThrough,
  type LetThroughOptions,
  type LetThroughQueries,
  type ShownThen,
} from './answers/let-through.js';
export type { OpenObject, Period, RightsStretch } from './answers/open-through-time.js';
export { createRightsQueries, type RightsQueries, type RightsQueriesOptions } from './answers/rights-queries.js';
export { meetsPurposeRule, type PurposeRule, type PurposeRules } from './answers/purpose-rules.js';
