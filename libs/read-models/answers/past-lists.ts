import { startOfDay, type Instant } from '#contracts';
import { milestones, progressMoments } from '../cases/case-moments.js';
import type { CaseView } from '../cases/case-overview.view.js';
import type { DocumentView } from '../documents/document-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { ComposedParty } from '../parties/party.view.js';
import { membershipsOf } from './membership.js';
import { pageInMemory, type OrderedRow } from './page.js';
import { pastCaseFilter } from './past-filter.js';
import type { PastIdentity, PastWorld, SeenCase } from './past-world.js';
import type { ListPlan, Page } from './question.js';
import { caseNode, documentNode, noteNode, type SourceRegister } from './shape.js';

/** What an owner's lists are made from. */
export interface OwnedObjects {
  readonly cases: ReadonlyMap<string, SeenCase>;
  readonly documents: ReadonlyMap<string, { view: DocumentView; visibleCases: string[] }>;
  readonly notes: ReadonlyMap<string, JournalNoteView>;
  readonly party: ComposedParty | null;
}

/** The ids a statement finds. */
export async function ids(world: PastWorld, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await world.context.pool.query<{ id: string }>(text, values);
  return rows.map(({ id }) => id);
}

const notesOn = (world: PastWorld, cases: readonly string[]): Promise<string[]> =>
  // With every correction of a candidate, wherever it lies: it may take the note out of the list.
  ids(
    world,
    `with n as (select note_id from overview.note_case where authority = $1 and case_id = any($2::uuid[]))
     select note_id as id from n union select c.note_id from overview.note_case c join n on c.authority = $1 and c.supersedes = n.note_id and c.supersedes <> c.note_id`,
    [world.context.scope.authority, cases],
  );

/** All of a party's lists, as far as the caller sees them. */
export async function ownedByParty(
  world: PastWorld,
  identity: PastIdentity,
  party: ComposedParty,
): Promise<OwnedObjects> {
  const { authority } = world.context.scope;
  const nodes = [...identity.nodes];
  const candidates = await ids(
    world,
    'select distinct case_id as id from overview.case_party where authority = $1 and node_id = any($2::uuid[])',
    [authority, nodes],
  );
  const seen = await world.cases(candidates);
  const cases = new Map(
    [...seen].filter(
      ([, { view }]) =>
        membershipsOf(view.partyLinks, (node) => (identity.nodes.has(node) ? identity.id : undefined)).length > 0,
    ),
  );
  const documentIds = await ids(
    world,
    `select document_id as id from overview.document_case where authority = $1 and case_id = any($2::uuid[])
     union select document_id from overview.document_party where authority = $1 and node_id = any($3::uuid[])`,
    [authority, [...cases.keys()], nodes],
  );
  const documents = await world.documents(documentIds);
  const mine = [...documents].filter(
    ([, { view }]) =>
      view.caseLinks.some(({ caseId }) => cases.has(caseId)) ||
      view.partyNodes.some((node) => identity.nodes.has(node)),
  );
  const notes = await world.notes(await notesOn(world, [...cases.keys()]));
  return {
    cases,
    documents: new Map(mine),
    notes: new Map([...notes].filter(([, { caseId }]) => cases.has(caseId))),
    party,
  };
}

/** All of a case's lists, as far as the caller sees them. */
export async function ownedByCase(world: PastWorld, id: string, seen: SeenCase): Promise<OwnedObjects> {
  const { authority } = world.context.scope;
  const documents = await world.documents(
    await ids(
      world,
      'select distinct document_id as id from overview.document_case where authority = $1 and case_id = $2',
      [authority, id],
    ),
  );
  const notes = await world.notes(await notesOn(world, [id]));
  return {
    cases: new Map([[id, seen]]),
    documents: new Map([...documents].filter(([, { view }]) => view.caseLinks.some(({ caseId }) => caseId === id))),
    notes: new Map([...notes].filter(([, { caseId }]) => caseId === id)),
    party: null,
  };
}

/** The party a node was then, by node: for the parties of cases. */
export async function partyOfNodes(world: PastWorld, views: readonly CaseView[]): Promise<Map<string, string>> {
  const identities = await world.identities([
    ...new Set(views.flatMap(({ partyLinks }) => partyLinks.map(({ nodeId }) => nodeId))),
  ]);
  return new Map([...identities].map(([node, { id }]) => [node, id]));
}

async function listRows(
  world: PastWorld,
  list: ListPlan,
  owned: OwnedObjects,
  known: SourceRegister,
): Promise<{ rows: OrderedRow[]; descending: boolean }> {
  switch (list.kind) {
    case 'cases': {
      const chosen = await pastCaseFilter(
        world,
        [...owned.cases.values()].map(({ view }) => view),
        list.filter,
      );
      const partyOf = await partyOfNodes(world, chosen);
      const keyOf = (view: CaseView): string =>
        list.orderBy === 'NEWEST_OPENED'
          ? (view.openedOn ?? '')
          : list.orderBy === 'LATEST_EVENT'
            ? view.lastEventAt
            : view.caseNumber;
      return {
        rows: chosen.map((view) => ({ key: keyOf(view), id: view.id, node: caseNode({ ...view }, partyOf, known) })),
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
    const changes = progressMoments(row, view.caseNumber, moment.knownAt).filter(({ at }) => at <= moment.asOf);
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
export async function listsOf(
  world: PastWorld,
  lists: readonly ListPlan[],
  owned: OwnedObjects,
  known: SourceRegister,
): Promise<Record<string, Page>> {
  const pages: Record<string, Page> = {};
  for (const list of lists) {
    const { rows, descending } = await listRows(world, list, owned, known);
    pages[list.key] = pageInMemory(rows, list, descending);
  }
  return pages;
}
