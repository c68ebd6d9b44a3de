import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { TooManyDifferences, type FieldDifferenceView, type ReconciliationView } from '#reconciliation';
import { tooComplex } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import { Queries, Reconciliations } from '../queries.js';
import type { Page, PageArgs } from '../queries.js';
import { checkCursor, checkFirst } from '../selection/checked-input.js';
import { argumentsOf, isAsked } from '../selection/selection.js';
import type { Selected } from '../selection/selection.js';
import { noteDifferences } from './reconciliations.js';

/** A snapshot of a source against what we have. */
export class SnapshotReconciliation {
  constructor(
    readonly source: string,
    readonly snapshotId: string | null,
    readonly view: View,
    readonly selected: Selected,
    readonly variables: Readonly<Record<string, unknown>>,
  ) {}
}

type Report = Record<string, unknown> & { readonly lists: Record<string, Page<unknown>> };

/** Null where the source has sent no such snapshot. */
@QueryHandler(SnapshotReconciliation)
export class SnapshotReconciliationHandler implements IQueryHandler<SnapshotReconciliation, Report | null> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Reconciliations) private readonly reconciliations: Reconciliations,
  ) {}

  async execute({ source, snapshotId, view, selected, variables }: SnapshotReconciliation): Promise<Report | null> {
    const scope = view.scopeFor('reconciliation');
    view.noteReadTo(await this.queries.position());
    const found = await this.reconciliations.reconciliation(source, snapshotId, scope);
    if (found === null) {
      view.noteDenied(source);
      return null;
    }
    const report: Report = { source, snapshotId: found.snapshotId, completedAt: found.completedAt, lists: {} };
    const asked = selected.below.filter((field) => isAsked(field, variables));
    for (const field of asked) await tell(field, variables, found, report, view);
    view.noteShown('VIEW', 'reconciliation');
    return report;
  }
}

/** Works out one field of the report: each costs what it tells, so none is worked out unasked. */
async function tell(
  selected: Selected,
  variables: Readonly<Record<string, unknown>>,
  found: ReconciliationView,
  report: Report,
  view: View,
): Promise<void> {
  const { field, path } = selected;
  const page = (): PageArgs => {
    const { first, after } = argumentsOf(selected, variables) as { first?: unknown; after?: unknown };
    return { first: checkFirst(first), after: checkCursor(after) };
  };
  switch (field) {
    case 'counts':
    case 'missingHere':
    case 'missingThere':
      report[field] ??= await found[field]();
      break;
    case 'different': {
      const differences = await found.different().catch(refused);
      noteDifferences(view, differences);
      report[field] = differences;
      break;
    }
    case 'objectsMissingHere':
    case 'objectsMissingThere':
      report.lists[path] = await found[field](page());
      break;
    case 'differingObjects': {
      const objects = await found.differingObjects(page());
      for (const { node } of objects.edges) noteDifferences(view, node.differences);
      report.lists[path] = objects;
    }
  }
}

function refused(error: unknown): readonly FieldDifferenceView[] {
  if (!(error instanceof TooManyDifferences)) throw error;
  throw tooComplex(`More than ${error.most} objects differ. Ask for differingObjects, page by page.`);
}
