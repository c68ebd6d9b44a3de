import { UseFilters, UseGuards } from '@nestjs/common';
import { Args, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { Page } from '../queries.js';
import { pathOf } from '../selection/selection.js';
import type { NodeWithLists } from '../selection/walk.js';
import { Grant } from '../types/grant.type.js';
import { PageOfTwenty } from '../types/inputs.js';
import { PaymentConnection } from '../types/payment.type.js';
import { listAt } from './list-at.js';

/** The list of a grant. */
@Resolver(() => Grant)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class GrantResolver {
  @ResolveField(() => PaymentConnection, {
    description: 'Payments with a part that the grant pays: newest dispositionDate first.',
  })
  payments(@Parent() grant: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(grant, pathOf(info));
  }
}
