import { startOfDay, type Instant } from '#contracts';
import { milestones, progressMoment, progressMoments } from '../cases/case-moments.js';
import type { CaseView } from '../cases/case-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { ComposedParty } from '../parties/party.view.js';
import { membershipsOf } from './membership.js';
import { pageInMemory, type OrderedRow } from './page.js';
import { pastCaseFilter } from './past-filter.js';
import type { PastIdentity, PastWorld, SeenCase, SeenDocument } from './past-world.js';
import type { ListPlan, Node, Page } from './question.js';
import { caseNode, documentNode, noteNode, type SourceRegister } from './shape.js';
import { asShown } from './twins.js';

/** What an owner's lists are made from. */
export interface OwnedObjects {
  readonly cases: ReadonlyMap<string, SeenCase>;
  readonly documents: ReadonlyMap<string, SeenDocument>;
  readonly notes: ReadonlyMap<string, JournalNoteView>;
  readonly party: ComposedParty | null;
}

/** All of a party's lists, as far as the caller sees them. */
export function ownedByParty(world: PastWorld, identity: PastIdentity, party: ComposedParty): OwnedObjects {
  const isMine = (node: string): boolean => identity.nodes.has(node);
  const named = selected(
    world.cases(),
    ({ view }) => membershipsOf(view.partyLinks, (node) => (isMine(node) ? identity.id : undefined)).length > 0,
  );
  const shown = new Set([...named.keys()].map((id) => world.shownAs(id)));
  const liesOnMine = (caseId: string): boolean => shown.has(world.shownAs(caseId));
  return {
    cases: selected(world.cases(), ({ view }) => shown.has(view.id)),
    documents: selected(
      world.documents(),
      ({ view }) => view.caseLinks.some(({ caseId }) => liesOnMine(caseId)) || view.partyNodes.some(isMine),
    ),
    notes: selected(world.notes(), ({ caseId }) => liesOnMine(caseId)),
    party,
  };
}

/** All of a case's lists, as far as the caller sees them. */
export function ownedByCase(world: PastWorld, id: string, seen: SeenCase): OwnedObjects {
  return {
    cases: new Map([[id, seen]]),
    documents: selected(world.documents(), ({ view }) =>
      view.caseLinks.some(({ caseId }) => world.shownAs(caseId) === id),
    ),
    notes: selected(world.notes(), ({ caseId }) => world.shownAs(caseId) === id),
    party: null,
  };
}

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
    case 'timeline':
      return { rows: timelineRows(world, list, owned), descending: true };
  }
}

function timelineRows(
  { moment }: PastWorld,
  list: Extract<ListPlan, { kind: 'timeline' }>,
  owned: OwnedObjects,
): OrderedRow[] {
  const rows: OrderedRow[] = [];
  const add = (
    id: string,
    kind: string,
    at: Instant,
    title: string,
    objectId: string,
    caseId: string | null,
    source: string,
  ): void => {
    if (
      (list.kinds !== null && !list.kinds.includes(kind)) ||
      (list.from !== null && at < list.from) ||
      (list.to !== null && at >= list.to)
    )
      return;
    rows.push({
      key: at,
      id,
      node: { id, kind, at, title, objectId, source, case: caseId === null ? null : { id: caseId } },
    });
  };
  for (const { view, row } of owned.cases.values()) {
    const changes = progressMoments(row, moment.knownAt)
      .filter(({ at }) => at <= moment.asOf)
      .map((change) => progressMoment(change, view.caseNumber));
    for (const { entry, kind, at, title } of [...milestones(view), ...changes])
      add(`${view.id}/${entry}`, kind, at, title, view.id, view.id, view.source);
  }
  for (const { view } of owned.documents.values())
    add(view.id, 'DOCUMENT', startOfDay(view.day), `Dokument: ${view.title}`, view.id, null, view.source);
  for (const view of owned.notes.values()) {
    add(
      view.id,
      'JOURNAL_NOTE',
      startOfDay(view.notedOn),
      `Journalnotat: ${view.title}`,
      view.id,
      view.caseId,
      view.source,
    );
  }
  for (const { entry, kind, at, title, source } of owned.party?.moments ?? []) {
    const partyId = owned.party?.view.id ?? '';
    if (at <= moment.asOf) add(`${partyId}/${entry}`, kind, at, title, partyId, null, source);
  }
  return rows;
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
    pages[list.key] = pageInMemory(shown, list, descending);
  }
  return pages;
}
