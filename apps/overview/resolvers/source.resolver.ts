import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Context, Query, Resolver } from '@nestjs/graphql';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { SourceList } from '../questions/source-list.js';
import { SourceStatus } from '../types/source.type.js';

/** Questions about source systems. */
@Resolver(() => SourceStatus)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class SourceResolver {
  constructor(@Inject(QueryBus) private readonly questions: QueryBus) {}

  @Query(() => [SourceStatus], { description: 'The source systems of the authority and how they are doing, by URI.' })
  sources(@Context('view') view: View): Promise<unknown> {
    return this.questions.execute(new SourceList(view));
  }
}
