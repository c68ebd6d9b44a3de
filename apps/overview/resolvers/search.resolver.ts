import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Context, Info, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { OverallSearch } from '../questions/searches.js';
import { checkCursor, checkFirst, checkText } from '../selection/checked-input.js';
import { selectionOf } from '../selection/selection.js';
import { SearchKind } from '../types/enums.js';
import { PageOfTwenty } from '../types/inputs.js';
import { SearchHit, SearchHitConnection } from '../types/search.type.js';

/** The search over all families. */
@Resolver(() => SearchHit)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class SearchResolver {
  constructor(@Inject(QueryBus) private readonly questions: QueryBus) {}

  @Query(() => SearchHitConnection, {
    description:
      'Cases, parties, documents and journal notes by their words, best match first. Forgives slips of the pen; every word must match.',
  })
  search(
    @Args('text', { type: () => String, description: 'What to look for.' }) text: string,
    @Args('kinds', { type: () => [SearchKind], nullable: true, description: 'Only these kinds; left out: all.' })
    kinds: readonly SearchKind[] | null | undefined,
    @Args() { first, after }: PageOfTwenty,
    @Context('view') view: View,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(
      new OverallSearch(checkText(text, 'text'), kinds ?? null, page, view, selectionOf(info), info.variableValues),
    );
  }
}
