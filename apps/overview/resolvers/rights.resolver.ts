import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Instant } from '#contracts';
import { DeniedAccess, DenyAccess, LiftDenial } from '../acts/denial-acts.js';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import { badInput } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import { CouldHaveSeen } from '../questions/could-have-seen.js';
import { ExplainAccess, WhoCanSee, WhyNot } from '../questions/rights.js';
import { checkText } from '../selection/checked-input.js';
import { AccessDenial, DenyAccessInput } from '../types/access-denial.type.js';
import { PartyKey } from '../types/inputs.js';
import { AccessExplanation, AccessHolder, AccessRefusal, VisibleObject } from '../types/rights.type.js';
import { DateTime } from '../types/scalars.js';
import { CheckedInput } from './checked-input.pipe.js';

const longestUser = 256;

/** Who may see what and why, who could have, and who is refused. */
@Resolver()
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class RightsResolver {
  constructor(
    @Inject(QueryBus) private readonly questions: QueryBus,
    @Inject(CommandBus) private readonly acts: CommandBus,
  ) {}

  @Query(() => AccessExplanation, {
    nullable: true,
    description:
      'Why you may see a case, party, document, journal note, grant, payment or service; null where you may not, or there is none.',
  })
  explainAccess(
    @Args('objectId', { type: () => ID, description: 'Which object.' }) objectId: string,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.questions.execute(new ExplainAccess(checkText(objectId, 'objectId'), view));
  }

  @Query(() => [AccessHolder], {
    description:
      'Who may see an object, by user. Answered from the privileges that each user was last seen with: one who has got others and not come since is told of as he was, one who never came is not told of. Empty where there is no such object.',
  })
  whoCanSee(
    @Args('objectId', { type: () => ID, description: 'Which object.' }) objectId: string,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.questions.execute(new WhoCanSee(checkText(objectId, 'objectId'), view));
  }

  @Query(() => AccessRefusal, {
    nullable: true,
    description:
      'Why a user may not see an object: what first keeps it from each of the privilege groups he was last seen with. Null where there is no such object.',
  })
  whyNot(
    @Args('objectId', { type: () => ID, description: 'Which object.' }) objectId: string,
    @Args('user', { description: 'The user, as his token names him.' }) user: string,
    @Context('view') view: View,
  ): Promise<unknown> {
    const asked = checkText(user, 'user', longestUser);
    return this.questions.execute(new WhyNot(checkText(objectId, 'objectId'), asked, view));
  }

  @Query(() => [VisibleObject], {
    description:
      'What of a party a user could have seen between two moments, with the rights that he had then: the party itself, its cases, documents, journal notes and grants, as the view showed them at each moment. His rights are those he was seen with, each until others were seen or he was denied; of rights that no request ever brought nothing is known.',
  })
  couldHaveSeen(
    @Args('user', { description: 'The user, as his token names him.' }) user: string,
    @Args('party', { type: () => PartyKey, description: 'Which party.' }, CheckedInput) party: PartyKey,
    @Args('from', { type: () => DateTime, description: 'Beginning of the period.' }) from: Instant,
    @Args('to', { type: () => DateTime, description: 'End of the period, itself no part of it.' }) to: Instant,
    @Context('view') view: View,
  ): Promise<unknown> {
    if (to <= from) throw badInput('to must be after from.');
    return this.questions.execute(new CouldHaveSeen(checkText(user, 'user', longestUser), party, { from, to }, view));
  }

  @Query(() => [AccessDenial], { description: 'The deny list of the authority, newest first.' })
  deniedAccess(
    @Args('withPast', { defaultValue: false, description: 'Also those that have ended or were lifted.' })
    withPast: boolean,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.questions.execute(new DeniedAccess(withPast, view));
  }

  @Mutation(() => AccessDenial, {
    description:
      'Refuses a user, or a single token, in the authority: it holds at once, for tokens that were given out too.',
  })
  denyAccess(
    @Args('input', { type: () => DenyAccessInput, description: 'Who, and why.' }, CheckedInput) input: DenyAccessInput,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new DenyAccess(input, view));
  }

  @Mutation(() => AccessDenial, { description: 'Ends a denial. One that was lifted before stays as it is.' })
  liftDenial(
    @Args('id', { type: () => ID, description: 'The denial.' }) id: string,
    @Args('reason', { description: 'Why.' }) reason: string,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new LiftDenial(checkText(id, 'id'), checkText(reason, 'reason', 10_000), view));
  }
}
