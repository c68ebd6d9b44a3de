import { Inject } from '@nestjs/common';
import { CommandHandler, QueryHandler } from '@nestjs/cqrs';
import type { ICommandHandler, IQueryHandler } from '@nestjs/cqrs';
import { notFound } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import { Queries, Reconciliations } from '../queries.js';
import type { Page, PageArgs } from '../queries.js';
import type { DifferenceVerdict } from '../types/enums.js';
import type { FieldDifference, Reconciliation } from '../types/reconciliation.type.js';

/** A snapshot of a source against what we have. */
export class SnapshotReconciliation {
  constructor(
    readonly source: string,
    readonly snapshotId: string | null,
    readonly view: View,
  ) {}
}

/** In what the cases of a legacy system and its successor differ. */
export class ParallelRun {
  constructor(
    readonly run: { readonly legacy: string; readonly successor: string },
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

/** Null where the source has sent no such snapshot. */
@QueryHandler(SnapshotReconciliation)
export class SnapshotReconciliationHandler implements IQueryHandler<SnapshotReconciliation, Reconciliation | null> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Reconciliations) private readonly reconciliations: Reconciliations,
  ) {}

  async execute({ source, snapshotId, view }: SnapshotReconciliation): Promise<Reconciliation | null> {
    const scope = view.scopeFor('reconciliation');
    view.noteReadTo(await this.queries.position());
    const found = await this.reconciliations.reconciliation(source, snapshotId, scope);
    if (found === null) {
      view.noteDenied(source);
      return null;
    }
    noteDifferences(view, found.different);
    view.noteShown('VIEW', 'reconciliation');
    return {
      ...found,
      missingHere: [...found.missingHere],
      missingThere: [...found.missingThere],
      different: [...found.different],
    };
  }
}

@QueryHandler(ParallelRun)
export class ParallelRunHandler implements IQueryHandler<ParallelRun, Page<FieldDifference>> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Reconciliations) private readonly reconciliations: Reconciliations,
  ) {}

  async execute({ run, page, view }: ParallelRun): Promise<Page<FieldDifference>> {
    const scope = view.scopeFor('parallelRun');
    view.noteReadTo(await this.queries.position());
    const found = await this.reconciliations.parallelRun(run, page, scope);
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
function noteDifferences(view: View, differences: readonly { readonly objectId: string }[]): void {
  for (const { objectId } of differences) view.shown.objects.add(objectId);
}
