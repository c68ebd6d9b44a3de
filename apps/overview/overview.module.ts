import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { deletingProvider, EraseHandler, LiftHoldHandler, PlaceHoldHandler } from './acts/deletion-acts.js';
import { DeniedAccessHandler, DenyAccessHandler, LiftDenialHandler } from './acts/denial-acts.js';
import { LiftInvestigationHandler, PlaceInvestigationHandler } from './acts/investigation-acts.js';
import { RevealHandler } from './acts/reveal.js';
import { GraphqlDoorModule } from './engine/graphql-door.module.js';
import { GraphqlEngineModule } from './engine/graphql-engine.module.js';
import { LiveModule } from './live/live.module.js';
import { PlaygroundModule } from './playground/playground.module.js';
import { AccessLogFileHandler, AccessLogHandler, MyAccessLogHandler } from './questions/access-log.js';
import { CaseViewHandler } from './questions/case-view.js';
import { CaseHistoryHandler, ObjectHistoryHandler, PartyHistoryHandler } from './questions/histories.js';
import { CouldHaveSeenHandler } from './questions/could-have-seen.js';
import { InvestigationListHandler } from './questions/investigation-list.js';
import { MisuseSignalsHandler } from './questions/misuse-signals.js';
import { PartyViewHandler } from './questions/party-view.js';
import { CaseSearchHandler, OverallSearchHandler, PartySearchHandler } from './questions/searches.js';
import { DifferenceSignOffHandler, ParallelRunHandler } from './questions/reconciliations.js';
import { SnapshotReconciliationHandler } from './questions/snapshot-report.js';
import { ExplainAccessHandler, WhoCanSeeHandler, WhyNotHandler } from './questions/rights.js';
import { SourceListHandler } from './questions/source-list.js';
import { resolvers } from './resolvers/resolvers.js';

/** The GraphQL API: the 360° view, searches and histories. Asks for `Stores`, `Configuration` and `Log`. */
@Module({
  imports: [CqrsModule.forRoot(), GraphqlDoorModule, GraphqlEngineModule, LiveModule, PlaygroundModule],
  providers: [
    ...resolvers,
    PartyViewHandler,
    CaseViewHandler,
    PartySearchHandler,
    CaseSearchHandler,
    OverallSearchHandler,
    CaseHistoryHandler,
    PartyHistoryHandler,
    ObjectHistoryHandler,
    SourceListHandler,
    SnapshotReconciliationHandler,
    ParallelRunHandler,
    DifferenceSignOffHandler,
    MisuseSignalsHandler,
    deletingProvider,
    EraseHandler,
    PlaceHoldHandler,
    LiftHoldHandler,
    ExplainAccessHandler,
    WhoCanSeeHandler,
    WhyNotHandler,
    CouldHaveSeenHandler,
    DenyAccessHandler,
    LiftDenialHandler,
    DeniedAccessHandler,
    RevealHandler,
    AccessLogHandler,
    AccessLogFileHandler,
    MyAccessLogHandler,
    InvestigationListHandler,
    PlaceInvestigationHandler,
    LiftInvestigationHandler,
  ],
})
export class OverviewModule {}
