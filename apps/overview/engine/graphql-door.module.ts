import { Module } from '@nestjs/common';
import { createHistory } from '#case-history';
import { createOverviewQueries } from '#read-models/queries';
import { createParallelRuns, createReconciliation } from '#reconciliation';
import { Stores } from '#stores';
import { Histories, Queries, Reconciliations } from '../queries.js';
import { accessProviders } from './access.providers.js';
import { FaultFilter } from './fault-filter.js';
import { GraphqlRoute } from './graphql-route.js';

/** What a question passes on its way in and out, over the stores of this process. */
@Module({
  providers: [
    {
      provide: Queries,
      inject: [Stores],
      useFactory: ({ pool, vault }: Stores): Queries => createOverviewQueries({ pool, keyring: vault.authority }),
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
    ...accessProviders,
    FaultFilter,
    GraphqlRoute,
  ],
  exports: [Queries, Histories, Reconciliations, FaultFilter, GraphqlRoute],
})
export class GraphqlDoorModule {}
