import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { deletingProvider, EraseHandler, LiftHoldHandler, PlaceHoldHandler } from './acts/deletion-acts.js';
import { GraphqlDoorModule } from './engine/graphql-door.module.js';
import { GraphqlEngineModule } from './engine/graphql-engine.module.js';
import { PlaygroundModule } from './playground/playground.module.js';
import { CaseViewHandler } from './questions/case-view.js';
import { CaseHistoryHandler, ObjectHistoryHandler, PartyHistoryHandler } from './questions/histories.js';
import { PartyViewHandler } from './questions/party-view.js';
import { CaseSearchHandler, OverallSearchHandler, PartySearchHandler } from './questions/searches.js';
import {
  DifferenceSignOffHandler,
  ParallelRunHandler,
  SnapshotReconciliationHandler,
} from './questions/reconciliations.js';
import { SourceListHandler } from './questions/source-list.js';
import { resolvers } from './resolvers/resolvers.js';

/** The GraphQL API: the 360° view, searches and histories. Asks for `Stores`, `Configuration` and `Log`. */
@Module({
  imports: [CqrsModule.forRoot(), GraphqlDoorModule, GraphqlEngineModule, PlaygroundModule],
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
    deletingProvider,
    EraseHandler,
    PlaceHoldHandler,
    LiftHoldHandler,
  ],
})
export class OverviewModule {}
