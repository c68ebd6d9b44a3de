import { Inject } from '@nestjs/common';
import { CommandHandler, QueryHandler } from '@nestjs/cqrs';
import type { ICommandHandler, IQueryHandler } from '@nestjs/cqrs';
import { notFound } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import { Queries, Reconciliations } from '../queries.js';
import type { Page, PageArgs } from '../queries.js';
import type { DifferenceVerdict, WhichDifferences } from '../types/enums.js';
import type { FieldDifference } from '../types/reconciliation.type.js';

/** In what the cases of a legacy system and its successor differ, or have differed. */
export class ParallelRun {
  constructor(
    readonly run: { readonly legacy: string; readonly successor: string },
    readonly which: WhichDifferences,
    readonly page: PageArgs,
    readonly view: View,
  ) {}
}

/** An operator's verdict on a difference. */
export class DifferenceSignOff {
  constructor(
    readonly id: string,
    readonly verdict: DifferenceVerdict,
    readonly note: string | null,
    readonly view: View,
  ) {}
}

@QueryHandler(ParallelRun)
export class ParallelRunHandler implements IQueryHandler<ParallelRun, Page<FieldDifference>> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Reconciliations) private readonly reconciliations: Reconciliations,
  ) {}

  async execute({ run, which, page, view }: ParallelRun): Promise<Page<FieldDifference>> {
    const scope = view.scopeFor('parallelRun');
    view.noteReadTo(await this.queries.position());
    const found = await this.reconciliations.parallelRun(run, which, page, scope);
    noteDifferences(
      view,
      found.edges.map(({ node }) => node),
    );
    view.noteShown('VIEW', 'parallelRun');
    return found;
  }
}

@CommandHandler(DifferenceSignOff)
export class DifferenceSignOffHandler implements ICommandHandler<DifferenceSignOff, FieldDifference> {
  constructor(@Inject(Reconciliations) private readonly reconciliations: Reconciliations) {}

  async execute({ id, verdict, note, view }: DifferenceSignOff): Promise<FieldDifference> {
    const scope = view.scopeFor('signOffDifference');
    const signed = await this.reconciliations.signOff({ id, verdict, note, by: view.user }, scope);
    if (signed === null) {
      view.noteDenied(id);
      throw notFound('There is no such difference.');
    }
    noteDifferences(view, [signed]);
    view.noteShown('VIEW', 'signOffDifference');
    return signed;
  }
}

/** The values of a difference are shown, so its object is named. */
export function noteDifferences(view: View, differences: readonly { readonly objectId: string }[]): void {
  for (const { objectId } of differences) view.shown.objects.add(objectId);
}
