import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { MisuseSignals } from '../questions/misuse-signals.js';
import { checkCursor, checkFirst } from '../selection/checked-input.js';
import { MisuseKind } from '../types/enums.js';
import { PageOfFifty } from '../types/inputs.js';
import { MisuseSignalConnection } from '../types/misuse.type.js';

/** What in the access log asks to be looked into. */
@Resolver()
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class MisuseResolver {
  constructor(@Inject(QueryBus) private readonly questions: QueryBus) {}

  @Query(() => MisuseSignalConnection, { description: 'Conspicuous look-ups, newest first. For auditors.' })
  misuseSignals(
    @Args('kinds', { type: () => [MisuseKind], nullable: true, description: 'Left out: all kinds.' })
    kinds: MisuseKind[] | null | undefined,
    @Args() { first, after }: PageOfFifty,
    @Context('view') view: View,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(new MisuseSignals(kinds ?? null, page, view));
  }
}
