import { Module } from '@nestjs/common';
import { createOverviewQueries } from '#read-models/queries';
import { Stores } from '#stores';
import { Queries } from '../queries.js';
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
    ...accessProviders,
    FaultFilter,
    GraphqlRoute,
  ],
  exports: [Queries, FaultFilter, GraphqlRoute],
})
export class GraphqlDoorModule {}
