import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Context, ID, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Instant } from '#contracts';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { CaseView } from '../questions/case-view.js';
import { CaseHistory } from '../questions/histories.js';
import { CaseSearch } from '../questions/searches.js';
import type { Page } from '../queries.js';
import { checkCursor, checkFirst, checkText } from '../selection/checked-input.js';
import type { NodeWithLists } from '../selection/walk.js';
import { pathOf, selectionOf } from '../selection/selection.js';
import { Case, CaseConnection } from '../types/case.type.js';
import { DocumentConnection } from '../types/document.type.js';
import { CaseOrder } from '../types/enums.js';
import { GrantConnection } from '../types/grant.type.js';
import { HistoryEntryConnection } from '../types/history.type.js';
import { CaseFilter, PageOfFifty, PageOfTwenty } from '../types/inputs.js';
import { JournalNoteConnection } from '../types/journal-note.type.js';
import { PaymentConnection } from '../types/payment.type.js';
import { ServiceConnection } from '../types/service.type.js';
import { CheckedInput } from './checked-input.pipe.js';
import { listAt } from './list-at.js';
import { asKnownAtOption, asOfOption, historyKnownAtOption, momentOf } from './moment.js';

/** Questions about cases, and the lists of a case. */
@Resolver(() => Case)
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class CaseResolver {
  constructor(@Inject(QueryBus) private readonly questions: QueryBus) {}

  @Query(() => Case, { nullable: true, description: 'One case; null where there is none that you may see.' })
  case(
    @Args('id', { type: () => ID, description: 'Which case.' }) id: string,
    @Args('asOf', asOfOption) asOf: Instant | null | undefined,
    @Args('asKnownAt', asKnownAtOption) asKnownAt: Instant | null | undefined,
    @Context('view') view: View,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const moment = momentOf(asOf, asKnownAt);
    return this.questions.execute(
      new CaseView(checkText(id, 'id'), moment, view, selectionOf(info), info.variableValues),
    );
  }

  @Query(() => CaseConnection, {
    description: 'Cases by what is known of them: with a text best match first, else newest opened first, then by id.',
  })
  searchCases(
    @Args('filter', { type: () => CaseFilter, description: 'Which cases.' }, CheckedInput) filter: CaseFilter,
    @Args('orderBy', { type: () => CaseOrder, nullable: true, description: 'In which order.' })
    orderBy: CaseOrder | null | undefined,
    @Args() { first, after }: PageOfTwenty,
    @Context('view') view: View,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(
      new CaseSearch(filter, orderBy ?? null, page, view, selectionOf(info), info.variableValues),
    );
  }

  @Query(() => HistoryEntryConnection, {
    description: 'Every event of the case, in the order in which they were recorded here.',
  })
  caseHistory(
    @Args('caseId', { type: () => ID, description: 'Which case.' }) caseId: string,
    @Args('asKnownAt', historyKnownAtOption) asKnownAt: Instant | null | undefined,
    @Args() { first, after }: PageOfFifty,
    @Context('view') view: View,
  ): Promise<unknown> {
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(new CaseHistory(checkText(caseId, 'caseId'), asKnownAt ?? null, page, view));
  }

  @ResolveField(() => DocumentConnection, {
    description: 'Documents on the case: newest letterDate (else registered) first.',
  })
  documents(@Parent() parent: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(parent, pathOf(info));
  }

  @ResolveField(() => JournalNoteConnection, { description: 'Journal notes on the case: newest notedOn first.' })
  journalNotes(@Parent() parent: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(parent, pathOf(info));
  }

  @ResolveField(() => GrantConnection, { description: 'Grants made on the case: newest start first.' })
  grants(@Parent() parent: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(parent, pathOf(info));
  }

  @ResolveField(() => PaymentConnection, {
    description: 'Payments with a part that a grant on the case pays: newest dispositionDate first.',
  })
  payments(@Parent() parent: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(parent, pathOf(info));
  }

  @ResolveField(() => ServiceConnection, { description: 'Services given on the case: newest start first.' })
  services(@Parent() parent: NodeWithLists, @Args() _page: PageOfTwenty, @Info() info: GraphQLResolveInfo): Page {
    return listAt(parent, pathOf(info));
  }
}
