import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Context, ID, Query, Resolver } from '@nestjs/graphql';
import type { Instant } from '#contracts';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { ObjectHistory } from '../questions/histories.js';
import { checkCursor, checkFirst, checkText } from '../selection/checked-input.js';
import { HistoryEntryConnection } from '../types/history.type.js';
import { PageOfFifty } from '../types/inputs.js';
import { historyKnownAtOption } from './moment.js';

/** Questions about whatever lies on cases or is given to parties. */
@Resolver()
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class ObjectResolver {
  constructor(@Inject(QueryBus) private readonly questions: QueryBus) {}

  @Query(() => HistoryEntryConnection, {
    description:
      'Every event of a document, journal note, grant, payment or service, in the order in which they were recorded here.',
  })
  objectHistory(
    @Args('objectId', { type: () => ID, description: 'Which object.' }) objectId: string,
    @Args('asKnownAt', historyKnownAtOption) asKnownAt: Instant | null | undefined,
    @Args() { first, after }: PageOfFifty,
    @Context('view') view: View,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(new ObjectHistory(checkText(objectId, 'objectId'), asKnownAt ?? null, page, view));
  }
}
