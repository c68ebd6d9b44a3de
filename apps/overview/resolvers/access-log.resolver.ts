import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { LiftInvestigation, PlaceInvestigation } from '../acts/investigation-acts.js';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { AccessLog, AccessLogFile, MyAccessLog } from '../questions/access-log.js';
import { InvestigationList } from '../questions/investigation-list.js';
import { checkCursor, checkedInput, checkFirst, checkText } from '../selection/checked-input.js';
import { AccessEntryConnection, AccessLogExport, CitizenAccessEntryConnection } from '../types/access-entry.type.js';
import { AccessFilter, InvestigationInput } from '../types/access-inputs.js';
import { PageOfFifty } from '../types/inputs.js';
import { Investigation } from '../types/investigation.type.js';
import { CheckedInput } from './checked-input.pipe.js';

const filterOption = { type: () => AccessFilter, nullable: true, description: 'Which entries; left out: all.' };

/** Who has looked, for those who look after that, and for the citizen himself. */
@Resolver()
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class AccessLogResolver {
  constructor(
    @Inject(QueryBus) private readonly questions: QueryBus,
    @Inject(CommandBus) private readonly acts: CommandBus,
  ) {}

  @Query(() => AccessEntryConnection, { description: 'Who has looked at what, newest first. Asking is itself logged.' })
  accessLog(
    @Args('filter', filterOption) filter: AccessFilter | null | undefined,
    @Args() { first, after }: PageOfFifty,
    @Context('view') view: View,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(new AccessLog(checkedInput(AccessFilter, filter ?? {}), page, view));
  }

  @Query(() => AccessLogExport, {
    description: 'The same as a file, page by page; written to the access log as an export.',
  })
  exportAccessLog(
    @Args('filter', filterOption) filter: AccessFilter | null | undefined,
    @Args('after', { type: () => String, nullable: true, description: 'The endCursor of the page before.' })
    after: string | null | undefined,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.questions.execute(
      new AccessLogFile(checkedInput(AccessFilter, filter ?? {}), checkCursor(after), view),
    );
  }

  @Query(() => CitizenAccessEntryConnection, {
    description: 'Who has looked at you, newest first. What is under investigation shows when that is over.',
  })
  myAccessLog(@Args() { first, after }: PageOfFifty, @Context('view') view: View): Promise<unknown> {
    return this.questions.execute(new MyAccessLog({ first: checkFirst(first), after: checkCursor(after) }, view));
  }

  @Query(() => [Investigation], { description: 'The investigations that last, oldest first.' })
  investigations(
    @Args('withLifted', { type: () => Boolean, defaultValue: false, description: 'Also those that were lifted.' })
    withLifted: boolean,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.questions.execute(new InvestigationList(withLifted, view));
  }

  @Mutation(() => Investigation, {
    description: 'Puts entries of the access log under investigation, those to come as well.',
  })
  placeInvestigation(
    @Args('input', { type: () => InvestigationInput, description: 'Which entries, and why.' }, CheckedInput)
    input: InvestigationInput,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new PlaceInvestigation(input, view));
  }

  @Mutation(() => Investigation, { description: 'Ends an investigation. One that was lifted before stays as it is.' })
  liftInvestigation(
    @Args('id', { type: () => ID, description: 'The investigation.' }) id: string,
    @Args('reason', { description: 'Why it is over.' }) reason: string,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new LiftInvestigation(checkText(id, 'id'), checkText(reason, 'reason', 10_000), view));
  }
}
