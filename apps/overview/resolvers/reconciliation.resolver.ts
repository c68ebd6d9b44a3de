import { Inject, UseFilters, UseGuards } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Args, Context, ID, Info, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { EntryGuard } from '../engine/entry-guard.js';
import { FaultFilter } from '../engine/fault-filter.js';
import type { View } from '../engine/view.js';
import { DifferenceSignOff, ParallelRun } from '../questions/reconciliations.js';
import { SnapshotReconciliation } from '../questions/snapshot-report.js';
import { checkCursor, checkFirst, checkText } from '../selection/checked-input.js';
import { selectionOf } from '../selection/selection.js';
import { DifferenceVerdict, WhichDifferences } from '../types/enums.js';
import { PageOfFifty } from '../types/inputs.js';
import { FieldDifference, FieldDifferenceConnection, Reconciliation } from '../types/reconciliation.type.js';

const longestUri = 512;
const longestNote = 10_000;
const longestId = 300;

/** How sources compare: with what we have, and a legacy system with its successor. */
@Resolver()
@UseGuards(EntryGuard)
@UseFilters(FaultFilter)
export class ReconciliationResolver {
  constructor(
    @Inject(QueryBus) private readonly questions: QueryBus,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  @Query(() => Reconciliation, {
    nullable: true,
    description: 'A snapshot of a source against what we have; null where the source has sent none.',
  })
  reconciliation(
    @Args('source', { type: () => ID, description: 'URI of the source system.' }) source: string,
    @Args('snapshotId', { type: () => ID, nullable: true, description: 'Left out: the newest that was completed.' })
    snapshotId: string | null | undefined,
    @Context('view') view: View,
    @Info() info: GraphQLResolveInfo,
  ): Promise<unknown> {
    const wanted = snapshotId === null || snapshotId === undefined ? null : checkText(snapshotId, 'snapshotId');
    const uri = checkText(source, 'source', longestUri);
    return this.questions.execute(
      new SnapshotReconciliation(uri, wanted, view, selectionOf(info), info.variableValues),
    );
  }

  @Query(() => FieldDifferenceConnection, {
    description:
      'In what the cases of a legacy system and its successor differ, or have differed, by case number, case, field and when it began.',
  })
  parallelRun(
    @Args('legacy', { type: () => ID, description: 'URI of the legacy system.' }) legacy: string,
    @Args('successor', { type: () => ID, description: 'URI of its successor.' }) successor: string,
    @Args() { first, after }: PageOfFifty,
    @Args('which', {
      type: () => WhichDifferences,
      nullable: true,
      defaultValue: 'STANDING',
      description: 'Those that stand, those that are gone, or both.',
    })
    which: WhichDifferences | null,
    @Context('view') view: View,
  ): Promise<unknown> {
    const run = {
      legacy: checkText(legacy, 'legacy', longestUri),
      successor: checkText(successor, 'successor', longestUri),
    };
    const page = { first: checkFirst(first), after: checkCursor(after) };
    return this.questions.execute(new ParallelRun(run, which ?? 'STANDING', page, view));
  }

  @Mutation(() => FieldDifference, {
    description: 'Judges a difference of a parallel run; the verdict holds while the two values stay as they are.',
  })
  signOffDifference(
    @Args('id', { type: () => ID, description: 'Which difference.' }) id: string,
    @Args('verdict', { type: () => DifferenceVerdict, description: 'Who is right.' }) verdict: DifferenceVerdict,
    @Args('note', { type: () => String, nullable: true, description: 'Why.' }) note: string | null | undefined,
    @Context('view') view: View,
  ): Promise<unknown> {
    const text = note?.trim() ?? '';
    const given = text === '' ? null : checkText(text, 'note', longestNote);
    return this.commands.execute(new DifferenceSignOff(checkText(id, 'id', longestId), verdict, given, view));
  }
}
