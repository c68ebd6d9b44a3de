import { Module } from '@nestjs/common';
import { createHistory } from '#case-history';
import { createOverviewQueries } from '#read-models/queries';
import { Stores } from '#stores';
import { Histories, Queries } from '../queries.js';
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
    ...accessProviders,
    FaultFilter,
    GraphqlRoute,
  ],
  exports: [Queries, Histories, FaultFilter, GraphqlRoute],
})
export class GraphqlDoorModule {}
