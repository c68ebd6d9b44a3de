import { Module } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Configuration, Log } from '#runtime';
import { TokenCheck } from '../engine/access-doors.js';
import { AnswerDues } from '../engine/answer-dues.js';
import { Callers } from '../engine/callers.js';
import { FaultFilter } from '../engine/fault-filter.js';
import { GraphqlDoorModule } from '../engine/graphql-door.module.js';
import { GraphqlEngineModule } from '../engine/graphql-engine.module.js';
import { PersistedQuestions } from '../engine/persisted-questions.js';
import { Queries } from '../queries.js';
import { LiveParts } from './live-parts.js';
import { LiveServer } from './live-server.js';
import { OpenViews } from './open-views.js';
import { ServedWatch } from './served-watch.js';
import { Turns } from './turns.js';

/** Of six answers that are made at a time, these may be for live views. */
const askedAtOnce = 2;

/** Views that are told again when they have changed, over WebSockets. */
@Module({
  imports: [GraphqlDoorModule, GraphqlEngineModule],
  providers: [
    {
      provide: LiveParts,
      inject: [
        TokenCheck,
        Callers,
        Log,
        AnswerDues,
        FaultFilter,
        Queries,
        PersistedQuestions,
        GraphQLSchemaHost,
        Configuration,
      ],
      useFactory: (
        tokens: TokenCheck,
        callers: Callers,
        log: Log,
        dues: AnswerDues,
        faults: FaultFilter,
        queries: Queries,
        persisted: PersistedQuestions,
        host: GraphQLSchemaHost,
        { isProduction }: Configuration,
      ): LiveParts => ({
        tokens,
        callers,
        log,
        dues,
        faults,
        watch: new ServedWatch({
          standing: () => queries.standing(),
          onFault: (fault) => log.warn({ err: fault }, 'live views wait: the read models cannot be read'),
        }),
        turns: new Turns(askedAtOnce),
        open: new OpenViews(),
        judging: () => ({ schema: host.schema, persisted, isProduction }),
      }),
    },
    LiveServer,
  ],
})
export class LiveModule {}
