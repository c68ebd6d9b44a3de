import { UseFilters, UseGuards } from '@nestjs/common';
import { Args, Info, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { Page } from '../queries.js';
import { pathOf } from '../selection/selection.js';
import type { NodeWithLists } from '../selection/walk.js';
import { PageOfFifty } from '../types/inputs.js';
import { DifferingObjectConnection, Reconciliation, SnapshotObjectConnection } from '../types/reconciliation.type.js';
import { listAt } from './list-at.js';

/** The lists of a reconciliation that have pages. */
@Resolver(() => Reconciliation)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class SnapshotResolver {
  @ResolveField(() => SnapshotObjectConnection, {
    description: 'The objects of missingHere by pages: by family, then by id.',
  })
  objectsMissingHere(
    @Parent() report: NodeWithLists,
    @Args() _page: PageOfFifty,
    @Info() info: GraphQLResolveInfo,
  ): Page {
    return listAt(report, pathOf(info));
  }

  @ResolveField(() => SnapshotObjectConnection, {
    description: 'The objects of missingThere by pages: by family, then by id.',
  })
  objectsMissingThere(
    @Parent() report: NodeWithLists,
    @Args() _page: PageOfFifty,
    @Info() info: GraphQLResolveInfo,
  ): Page {
    return listAt(report, pathOf(info));
  }

  @ResolveField(() => DifferingObjectConnection, {
    description: 'The objects that differ by pages, by family, then by id, each with its fields that do.',
  })
  differingObjects(
    @Parent() report: NodeWithLists,
    @Args() _page: PageOfFifty,
    @Info() info: GraphQLResolveInfo,
  ): Page {
    return listAt(report, pathOf(info));
  }
}
