import type { CaseView } from '../cases/case-overview.view.js';
import type { ComposedParty } from '../parties/party.view.js';
import { membershipsOf } from './membership.js';
import { pageInMemory, type OrderedRow } from './page.js';
import { pastCaseFilter } from './past-filter.js';
import { givenRows } from './past-given.js';
import type { OwnedObjects } from './past-owned.js';
import { timelineRows } from './past-timeline.js';
import type { PastIdentity, PastWorld, SeenCase } from './past-world.js';
import type { ListPlan, Node, Page } from './question.js';
import { caseNode, documentNode, noteNode, type SourceRegister } from './shape.js';

/** All of a party's lists, as far as the caller sees them. */
export function ownedByParty(world: PastWorld, identity: PastIdentity, party: ComposedParty): OwnedObjects {
  const isMine = (node: string): boolean => identity.nodes.has(node);
  const cases = selected(
    world.cases(),
    ({ view }) => membershipsOf(view.partyLinks, (node) => (isMine(node) ? identity.id : undefined)).length > 0,
  );
  return {
    cases,
    documents: selected(
      world.documents(),
      ({ view }) => view.caseLinks.some(({ caseId }) => cases.has(caseId)) || view.partyNodes.some(isMine),
    ),
    notes: selected(world.notes(), ({ caseId }) => cases.has(caseId)),
    grants: selected(world.grants(), ({ partyNode }) => isMine(partyNode)),
    payments: selected(world.payments(), ({ view }) => isMine(view.partyNode)),
    services: selected(world.services(), ({ partyNode }) => isMine(partyNode)),
    party,
  };
}

/** All of a case's lists, as far as the caller sees them. */
export function ownedByCase(world: PastWorld, id: string, seen: SeenCase): OwnedObjects {
  return {
    ...NOTHING_OWNED,
    cases: new Map([[id, seen]]),
    documents: selected(world.documents(), ({ view }) => view.caseLinks.some(({ caseId }) => caseId === id)),
    notes: selected(world.notes(), ({ caseId }) => caseId === id),
    grants: selected(world.grants(), ({ caseId }) => caseId === id),
  };
}

/** The payments that a grant pays, as far as the caller sees them. */
export const ownedByGrant = (world: PastWorld, id: string): OwnedObjects => ({
  ...NOTHING_OWNED,
  payments: selected(world.payments(), ({ lines }) => lines.some(({ grant }) => grant.id === id)),
});

const NOTHING_OWNED: OwnedObjects = {
  cases: new Map(),
  documents: new Map(),
  notes: new Map(),
  grants: new Map(),
  payments: new Map(),
  services: new Map(),
  party: null,
};

function selected<T>(all: ReadonlyMap<string, T>, isWanted: (each: T) => boolean): Map<string, T> {
  return new Map([...all].filter(([, each]) => isWanted(each)));
}

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
    pages[list.key] = pageInMemory(rows, list, descending);
  }
  return pages;
}
