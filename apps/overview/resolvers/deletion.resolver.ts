import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import { Erase, LiftHold, PlaceHold } from '../acts/deletion-acts.js';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { EraseInput, HoldInput } from '../types/deletion-inputs.js';
import { checkText } from '../selection/checked-input.js';
import { Erasure } from '../types/history.type.js';
import { Hold } from '../types/hold.type.js';
import { CheckedInput } from './checked-input.pipe.js';

/** What an operator or a data protection officer forgets and holds. */
@Resolver(() => Hold)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class DeletionResolver {
  constructor(@Inject(CommandBus) private readonly acts: CommandBus) {}

  @Mutation(() => Erasure, {
    description:
      'Forgets an object or a person for ever. Refused under a retention hold. Again, it answers as the first time.',
  })
  erase(
    @Args('input', { type: () => EraseInput, description: 'What, and why.' }, CheckedInput) input: EraseInput,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new Erase(input, view));
  }

  @Mutation(() => Hold, {
    description: 'Holds an object or a person: nothing of it is erased or purged while it lasts.',
  })
  placeHold(
    @Args('input', { type: () => HoldInput, description: 'What, why and until when.' }, CheckedInput) input: HoldInput,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new PlaceHold(input, view));
  }

  @Mutation(() => Hold, { description: 'Ends a hold. One that was lifted before stays as it is.' })
  liftHold(
    @Args('id', { type: () => ID, description: 'The hold.' }) id: string,
    @Args('reason', { description: 'Why it holds no more.' }) reason: string,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new LiftHold(checkText(id, 'id'), checkText(reason, 'reason', 10_000), view));
  }
}
