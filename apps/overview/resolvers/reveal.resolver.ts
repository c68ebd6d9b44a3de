import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { Reveal } from '../acts/reveal.js';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { RevealInput } from '../types/access-inputs.js';
import { Revealed } from '../types/revealed.type.js';
import { CheckedInput } from './checked-input.pipe.js';

/** What every view masks or hides, shown once. */
@Resolver(() => Revealed)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class RevealResolver {
  constructor(@Inject(CommandBus) private readonly acts: CommandBus) {}

  @Mutation(() => Revealed, {
    description:
      'Shows a number, or a protected name or address, of a party that you see; in this answer only. The reason is kept.',
  })
  reveal(
    @Args('input', { type: () => RevealInput, description: 'What of whom, and why.' }, CheckedInput) input: RevealInput,
    @Context('view') view: View,
  ): Promise<unknown> {
    return this.acts.execute(new Reveal(input, view));
  }
}
