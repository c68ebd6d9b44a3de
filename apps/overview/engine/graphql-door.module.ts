import { Module } from '@nestjs/common';
import { createRightsHeld, lookedAt } from '#access';
import { createHistory } from '#case-history';
import { createAccessEntryQueries, createMisuseQueries, openInvestigations } from '#oversight';
import { createLetThrough, createOverviewQueries, createRightsQueries } from '#read-models/queries';
import { createParallelRuns, createReconciliation } from '#reconciliation';
import { Configuration } from '#runtime';
import { Stores } from '#stores';
import { AccessEntries, Histories, Investigations, Misuses, Queries, Reconciliations, Rights } from '../queries.js';
import { DenialDesk, TokenCheck } from './access-doors.js';
import { accessProviders } from './access.providers.js';
import { AnswerDues } from './answer-dues.js';
import { Callers } from './callers.js';
import { FaultFilter } from './fault-filter.js';
import { GraphqlRoute } from './graphql-route.js';
import { PersistedQuestions, readManifest } from './persisted-questions.js';

/** What a question passes on its way in and out, over the stores of this process. */
@Module({
  providers: [
    {
      provide: Queries,
      inject: [Stores],
      useFactory: ({ pool, answerPool, vault }: Stores): Queries =>
        createOverviewQueries({ pool, answerPool, keyring: vault.authority }),
    },
    {
      provide: Histories,
      inject: [Stores],
      useFactory: ({ pool, vault, eventStore: store }: Stores): Histories => {
        const queries = createOverviewQueries({ pool, keyring: vault.authority });
        return createHistory({ pool, store, vault, queries });
      },
    },
    {
      provide: Reconciliations,
      inject: [Stores],
      useFactory: ({ pool, vault, eventStore: store }: Stores): Reconciliations => {
        const queries = createOverviewQueries({ pool, keyring: vault.authority });
        const options = { pool, store, vault, queries };
        return { ...createReconciliation(options), ...createParallelRuns(options) };
      },
    },
    {
      provide: PersistedQuestions,
      inject: [Configuration],
      useFactory: ({ persistedQueries, persistedQueriesFile }: Configuration): PersistedQuestions =>
        new PersistedQuestions(
          persistedQueriesFile === undefined ? new Map() : readManifest(persistedQueriesFile),
          persistedQueries === 'only',
        ),
    },
    {
      provide: Rights,
      inject: [Stores],
      useFactory: ({ pool, answerPool, vault, accessLogStore: store, accessParts }: Stores): Rights => ({
        ...createRightsHeld({ pool, store, parts: accessParts }),
        ...createRightsQueries({ pool, keyring: vault.authority }),
        ...createLetThrough({ pool, answerPool }),
        lookedAt: (...asked) => lookedAt(pool, ...asked),
      }),
    },
    {
      provide: AccessEntries,
      inject: [Stores],
      useFactory: ({ pool, vault, accessLogStore: store, accessParts }: Stores): AccessEntries =>
        createAccessEntryQueries({ pool, keyring: vault.authority, store, accessParts }),
    },
    {
      provide: Investigations,
      inject: [Stores],
      useFactory: ({ pool, eventStore: store }: Stores): Investigations => openInvestigations({ pool, store }),
    },
    {
      provide: Misuses,
      inject: [Stores],
      useFactory: ({ pool, accessLogStore }: Stores): Misuses => createMisuseQueries(pool, accessLogStore),
    },
    ...accessProviders,
    AnswerDues,
    Callers,
    FaultFilter,
    GraphqlRoute,
  ],
  exports: [
    Queries,
    Histories,
    Reconciliations,
    Rights,
    AccessEntries,
    Investigations,
    Misuses,
    DenialDesk,
    TokenCheck,
    AnswerDues,
    Callers,
    PersistedQuestions,
    FaultFilter,
    GraphqlRoute,
  ],
})
export class GraphqlDoorModule {}
