import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Context, ID, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Instant } from '#contracts';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { PartyHistory } from '../questions/histories.js';
import { PartyView } from '../questions/party-view.js';
import { PartySearch } from '../questions/searches.js';
import type { Page } from '../queries.js';
import { checkCursor, checkFirst, checkText } from '../selection/checked-input.js';
import type { NodeWithLists } from '../selection/walk.js';
import { pathOf, selectionOf } from '../selection/selection.js';
import { CaseConnection } from '../types/case.type.js';
import { DocumentConnection } from '../types/document.type.js';
import { GrantConnection } from '../types/grant.type.js';
import { HistoryEntryConnection } from '../types/history.type.js';
import { CasesOfParty, PageOfFifty, PageOfTwenty, PartyKey, TimelineOfParty } from '../types/inputs.js';
import { JournalNoteConnection } from '../types/journal-note.type.js';
import { Party, PartyConnection } from '../types/party.type.js';
import { PaymentConnection } from '../types/payment.type.js';
import { ServiceConnection } from '../types/service.type.js';
import { TimelineConnection } from '../types/timeline.type.js';
import { asKnownAtOption, asOfOption, historyKnownAtOption, momentOf } from './moment.js';
import { CheckedInput } from './checked-input.pipe.js';
import { listAt } from './list-at.js';

/** Questions about parties, and the lists of a party. */
@Resolver(() => Party)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class PartyResolver {
  constructor(@Inject(QueryBus) private readonly questions: QueryBus) {}

  @Query(() => Party, {
    nullable: true,
    description: 'A party seen across all source systems; null where there is none that you may see.',
  })
  party(
    @Args('key', { type: () => PartyKey, description: 'Which party.' }, CheckedInput) key: PartyKey,
    @Args('asOf', asOfOption) asOf: Instant | null | undefined,
    @Args('asKnownAt', asKnownAtOption) asKnownAt: Instant | null | undefined,
    @Context('view') view: View,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    return this.questions.execute(
      new PartyView(key, momentOf(asOf, asKnownAt), view, selectionOf(info), info.variableValues),
    );
  }

  @Query(() => PartyConnection, {
    description: 'Parties by words of name, address or number, best match first. Forgives slips of the pen.',
  })
  searchParties(
    @Args('text', { type: () => String, description: 'What to look for.' }) text: string,
    @Args() { first, after }: PageOfTwenty,
    @Context('view') view: View,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(
      new PartySearch(checkText(text, 'text'), page, view, selectionOf(info), info.variableValues),
    );
  }

  @Query(() => HistoryEntryConnection, {
    description:
      'Every party event of every source that identifies the party, in the order in which they were recorded here.',
  })
  partyHistory(
    @Args('partyId', { type: () => ID, description: 'Which party.' }) partyId: string,
    @Args('asKnownAt', historyKnownAtOption) asKnownAt: Instant | null | undefined,
    @Args() { first, after }: PageOfFifty,
    @Context('view') view: View,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(new PartyHistory(checkText(partyId, 'partyId'), asKnownAt ?? null, page, view));
  }

  @ResolveField(() => CaseConnection, { description: 'The cases in which the party has a role.' })
  cases(@Parent() party: NodeWithLists, @Args() _cases: CasesOfParty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(party, pathOf(info));
  }

  @ResolveField(() => DocumentConnection, {
    description:
      'Documents on the cases of the party and those that name it: newest letterDate (else registered) first.',
  })
  documents(@Parent() party: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(party, pathOf(info));
  }

  @ResolveField(() => JournalNoteConnection, {
    description: 'Journal notes on the cases of the party: newest notedOn first.',
  })
  journalNotes(@Parent() party: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(party, pathOf(info));
  }

  @ResolveField(() => GrantConnection, { description: 'What has been granted to the party: newest start first.' })
  grants(@Parent() party: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(party, pathOf(info));
  }

  @ResolveField(() => PaymentConnection, { description: 'Payments to the party: newest dispositionDate first.' })
  payments(@Parent() party: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(party, pathOf(info));
  }

  @ResolveField(() => ServiceConnection, { description: 'Services that the party gets: newest start first.' })
  services(@Parent() party: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(party, pathOf(info));
  }

  @ResolveField(() => TimelineConnection, { description: 'What has happened around the party, newest first.' })
  timeline(@Parent() party: NodeWithLists, @Args() _part: TimelineOfParty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(party, pathOf(info));
  }
}
