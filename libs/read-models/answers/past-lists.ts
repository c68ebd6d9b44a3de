import type { CaseView } from '../cases/case-overview.view.js';
import { withRestricted } from './live-restricted.js';
import { pageInMemory, type OrderedRow } from './page.js';
import { pastCaseFilter } from './past-filter.js';
import { givenRows } from './past-given.js';
import type { OwnedObjects } from './past-owned.js';
import { timelineRows } from './past-timeline.js';
import type { PastWorld } from './past-world.js';
import type { ListPlan, Node, Page } from './question.js';
import { caseNode, documentNode, noteNode, type SourceRegister } from './shape.js';
import { asShown } from './twins.js';

/** The case with its parties as they were then. */
export const pastCaseNode = (world: PastWorld, view: CaseView, known: SourceRegister): Node =>
  caseNode(
    { ...view },
    new Map(
      view.partyLinks.flatMap(({ nodeId }) => {
        const identity = world.identity(nodeId);
        return identity === undefined ? [] : [[nodeId, identity.id]];
      }),
    ),
    known,
  );

function listRows(
  world: PastWorld,
  list: ListPlan,
  owned: OwnedObjects,
  known: SourceRegister,
): { rows: OrderedRow[]; descending: boolean } {
  switch (list.kind) {
    case 'cases': {
      const chosen = pastCaseFilter(
        world,
        [...owned.cases.values()].map(({ view }) => view),
        list.filter,
      );
      const keyOf = (view: CaseView): string =>
        list.orderBy === 'NEWEST_OPENED'
          ? (view.openedOn ?? '')
          : list.orderBy === 'LATEST_EVENT'
            ? view.lastEventAt
            : view.caseNumber;
      return {
        rows: chosen.map((view) => ({ key: keyOf(view), id: view.id, node: pastCaseNode(world, view, known) })),
        descending: list.orderBy !== 'CASE_NUMBER',
      };
    }
    case 'documents':
      return {
        rows: [...owned.documents.values()].map(({ view, visibleCases }) => ({
          key: view.day,
          id: view.id,
          node: documentNode({ ...view }, visibleCases, known),
        })),
        descending: true,
      };
    case 'journalNotes':
      return {
        rows: [...owned.notes.values()].map((view) => ({
          key: view.notedOn,
          id: view.id,
          node: noteNode({ ...view }),
        })),
        descending: true,
      };
    case 'grants':
    case 'payments':
    case 'services':
      return { rows: givenRows(world, list.kind, owned), descending: true };
    case 'timeline':
      return { rows: timelineRows(world, list, owned), descending: true };
  }
}

/** One page of each wanted list. */
export function listsOf(
  world: PastWorld,
  lists: readonly ListPlan[],
  owned: OwnedObjects,
  known: SourceRegister,
): Record<string, Page> {
  const pages: Record<string, Page> = {};
  for (const list of lists) {
    const { rows, descending } = listRows(world, list, owned, known);
    const shown = rows.map((row) => ({ ...row, node: asShown(row.node, world.shownAs) }));
    const page = pageInMemory(shown, list, descending);
    pages[list.key] = withRestricted(page, list, () => owned.restricted(list.kind));
  }
  return pages;
}
