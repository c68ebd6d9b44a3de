import type { CaseView } from '../cases/case-overview.view.js';
import type { ComposedParty } from '../parties/party.view.js';
import { membershipsOf } from './membership.js';
import { pageInMemory, type OrderedRow } from './page.js';
import { pastCaseFilter } from './past-filter.js';
import { belonging, givenRows, givenTo, only } from './past-given.js';
import { ids, partiesOfNodes, type OwnedObjects } from './past-owned.js';
import { timelineRows } from './past-timeline.js';
import type { PastIdentity, PastWorld, SeenCase } from './past-world.js';
import type { ListPlan, Page } from './question.js';
import { caseNode, documentNode, noteNode, type SourceRegister } from './shape.js';

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
    ...(await givenTo(world, identity)),
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
    grants: only(await world.grants(await belonging(world, 'grant', [id])), ({ caseId }) => caseId === id),
    payments: new Map(),
    services: new Map(),
    party: null,
  };
}

/** The party a node was then, by node: for the parties of cases. */
export const partyOfNodes = (world: PastWorld, views: readonly CaseView[]): Promise<Map<string, string>> =>
  partiesOfNodes(
    world,
    views.flatMap(({ partyLinks }) => partyLinks.map(({ nodeId }) => nodeId)),
  );

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
    case 'grants':
    case 'payments':
    case 'services':
      return { rows: await givenRows(world, list.kind, owned), descending: true };
    case 'timeline':
      return { rows: timelineRows(world, list, owned), descending: true };
  }
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
