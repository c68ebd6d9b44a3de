import { groupSeesCase } from '#access';
import { startOfDay, type Instant } from '#contracts';
import { EXISTS, loadRows, memberKeys, presenceOf, stateTable, winnerAt } from '#projection-engine';
import { caseOverview } from '../cases/case-overview.projection.js';
import { milestones, progressMoments, type CaseView } from '../cases/case-overview.view.js';
import { isFounded } from '../parties/identity.js';
import { composeParty, type ComposedParty } from '../parties/party.view.js';
import { freshnessOf } from '../sources/freshness.js';
import { freshnessList, registerFrom, registerSql, type LiveContext } from './live-overview.js';
import { pageInMemory, type OrderedRow } from './page.js';
import { partyKeyNodes } from './party-key.js';
import { pastCaseFilter } from './past-filter.js';
import { groundsOf, lastRights } from './past-rights.js';
import { pastWorld, type PastIdentity, type PastWorld, type SeenCase } from './past-world.js';
import type { Found, ListPlan, Moment, Node, NodePlan, Page, PartyKey } from './question.js';
import { relationsAt, type StatedRelation } from './relations.js';
import { caseNode, documentNode, emptyPage, noteNode, type SourceRegister } from './shape.js';
import { readPosition } from './statement-builder.js';

/** What an owner's lists are made from. */
interface OwnedObjects {
  readonly cases: ReadonlyMap<string, SeenCase>;
  readonly documents: ReadonlyMap<string, { view: Parameters<typeof documentNode>[0]; visibleCases: string[] }>;
  readonly notes: ReadonlyMap<string, Parameters<typeof noteNode>[0]>;
  readonly party: ComposedParty | null;
}

async function ids(world: PastWorld, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await world.context.pool.query<{ id: string }>(text, values);
  return rows.map(({ id }) => id);
}

async function register({ context: { pool, scope } }: PastWorld): Promise<SourceRegister> {
  const { rows } = await pool.query<{ register: string | null }>(`select ${registerSql('$1')} as register`, [
    scope.authority,
  ]);
  return registerFrom(rows[0]?.register ?? null);
}

const notesOn = (world: PastWorld, cases: readonly string[]): Promise<string[]> =>
  // With every correction of a candidate, wherever it lies: it may take the note out of the list.
  ids(
    world,
    `with n as (select note_id from overview.note_case where authority = $1 and case_id = any($2::uuid[]))
     select note_id as id from n union select c.note_id from overview.note_case c join n on c.authority = $1 and c.supersedes = n.note_id`,
    [world.context.scope.authority, cases],
  );

async function ownedByParty(world: PastWorld, identity: PastIdentity, party: ComposedParty): Promise<OwnedObjects> {
  const { authority } = world.context.scope;
  const nodes = [...identity.nodes];
  const candidates = await ids(
    world,
    'select distinct case_id as id from overview.case_party where authority = $1 and node_id = any($2::uuid[])',
    [authority, nodes],
  );
  const seen = await world.cases(candidates);
  const cases = new Map(
    [...seen].filter(([, { view }]) => view.partyLinks.some(({ nodeId }) => identity.nodes.has(nodeId))),
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

async function ownedByCase(world: PastWorld, id: string, seen: SeenCase): Promise<OwnedObjects> {
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
async function partyOfNodes(world: PastWorld, views: readonly CaseView[]): Promise<Map<string, string>> {
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
        rows: chosen.map((view) => ({ key: keyOf(view), id: view.id, node: caseNode(view, partyOf, known) })),
        descending: list.orderBy !== 'CASE_NUMBER',
      };
    }
    case 'documents':
      return {
        rows: [...owned.documents.values()].map(({ view, visibleCases }) => ({
          key: view.day,
          id: view.id,
          node: documentNode(view, visibleCases, known),
        })),
        descending: true,
      };
    case 'journalNotes':
      return {
        rows: [...owned.notes.values()].map((view) => ({ key: view.notedOn, id: view.id, node: noteNode(view) })),
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

async function listsOf(
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

/** Relations stated by either side, with the parties the nodes were then. */
async function pastRelations(world: PastWorld, identity: PastIdentity): Promise<ReturnType<typeof relationsAt>> {
  const { knownAt, asOf } = world.moment;
  const stated: (Omit<StatedRelation, 'partyId'> & { node: string })[] = [];
  const collect = (subject: PastIdentity['subjects'][number], backward: boolean): void => {
    if (!isFounded(subject.row, knownAt) || winnerAt(subject.row, EXISTS, world.moment)?.value === false) return;
    for (const key of memberKeys(subject.row, 'relation')) {
      const [kind = '', node = ''] = key.split('/');
      if (backward && !identity.nodes.has(node)) continue;
      for (const { from, to } of presenceOf(subject.row, 'relation', key, knownAt)) {
        stated.push({ kind, backward, node: backward ? subject.nodeId : node, from: from ?? '', to });
      }
    }
  };
  for (const subject of identity.subjects) collect(subject, false);
  const others = await ids(
    world,
    'select distinct node_id as id from overview.party_relation where other_node_id = any($1::uuid[])',
    [[...identity.nodes]],
  );
  const theirs = await world.identities(others);
  for (const node of others) {
    const subject = theirs.get(node)?.subjects.find(({ nodeId }) => nodeId === node);
    if (subject !== undefined) collect(subject, true);
  }
  const parties = await world.identities([...new Set(stated.map(({ node }) => node))]);
  return relationsAt(
    stated.flatMap(({ node, ...relation }) => {
      const partyId = parties.get(node)?.id;
      return partyId === undefined ? [] : [{ ...relation, partyId }];
    }),
    asOf,
  );
}

async function partyNodeOf(
  world: PastWorld,
  identity: PastIdentity,
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
  sources: Iterable<string>,
  known: SourceRegister,
): Promise<Node | null> {
  const composed = composeParty(identity.id, identity.subjects, identity.mentions, world.moment);
  if (composed === undefined) return null;
  return {
    ...composed.view,
    relations: plan.relations ? await pastRelations(world, identity) : [],
    freshness: plan.freshness ? freshnessList(sources, known, world.context.now) : [],
  };
}

const foundedSources = (identity: PastIdentity, knownAt: Instant | null): string[] =>
  identity.subjects.filter(({ row }) => isFounded(row, knownAt)).map(({ row }) => row.source);

/** The party as it applied and was known at the moment; null where it was not there for this caller. */
export async function pastParty(
  context: LiveContext,
  asked: Moment,
  key: PartyKey,
  plan: NodePlan,
): Promise<Found | null> {
  const position = await readPosition(context.pool);
  const world = pastWorld(context, asked);
  const wanted = partyKeyNodes(key, context.nodes);
  const identities = await world.identities(wanted);
  const known = await register(world);
  for (const node of wanted) {
    const identity = identities.get(node);
    const composed =
      identity === undefined
        ? undefined
        : composeParty(identity.id, identity.subjects, identity.mentions, world.moment);
    if (identity === undefined || composed === undefined) continue;
    const owned = await ownedByParty(world, identity, composed);
    const related =
      composed.founded ||
      owned.cases.size > 0 ||
      [...owned.documents.values()].some(({ view }) => view.partyNodes.some((each) => identity.nodes.has(each)));
    if (!related && (await pastRelations(world, identity)).length === 0) continue;
    const sources = [
      ...foundedSources(identity, world.moment.knownAt),
      ...[...owned.cases.values()].map(({ view }) => view.source),
      ...[...owned.documents.values()].map(({ view }) => view.source),
      ...[...owned.notes.values()].map(({ source }) => source),
    ];
    const party = await partyNodeOf(world, identity, plan, sources, known);
    if (party !== null) return { node: party, lists: await listsOf(world, plan.lists, owned, known), position };
  }
  return null;
}

async function relatedCases(
  world: PastWorld,
  id: string,
  view: CaseView,
): Promise<{ kind: string; case: { id: string } }[]> {
  const { authority } = world.context.scope;
  const stating = await world.cases(
    await ids(
      world,
      'select distinct case_id as id from overview.case_relation where authority = $1 and other_id = $2',
      [authority, id],
    ),
  );
  const there = await world.cases(view.relationLinks.map(({ caseId }) => caseId));
  const found = new Map<string, { kind: string; case: { id: string } }>();
  const add = (kind: string, other: string): unknown => found.set(`${kind}/${other}`, { kind, case: { id: other } });
  for (const { kind, caseId } of view.relationLinks) if (there.has(caseId)) add(kind, caseId);
  for (const [other, { view: theirs }] of stating) {
    for (const { kind, caseId } of theirs.relationLinks) {
      if (caseId === id) add(kind === 'PARENT' ? 'CHILD' : kind === 'PRECEDENT' ? 'SUCCESSOR' : 'OTHER', other);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

async function caseNodes(
  world: PastWorld,
  seen: ReadonlyMap<string, SeenCase>,
  plan: Pick<NodePlan, 'relations'>,
  known: SourceRegister,
): Promise<Map<string, Node>> {
  const partyOf = await partyOfNodes(
    world,
    [...seen.values()].map(({ view }) => view),
  );
  const nodes = new Map<string, Node>();
  for (const [id, { view }] of seen) {
    nodes.set(id, {
      ...caseNode(view, partyOf, known),
      relatedCases: plan.relations ? await relatedCases(world, id, view) : [],
      freshness: freshnessOf(view.source, known[view.source], world.context.now),
    });
  }
  return nodes;
}

/** The case as it applied and was known at the moment; null where it was not there for this caller. */
export async function pastCase(context: LiveContext, asked: Moment, id: string, plan: NodePlan): Promise<Found | null> {
  const position = await readPosition(context.pool);
  const world = pastWorld(context, asked);
  const seen = await world.cases([id]);
  const mine = seen.get(id);
  if (mine === undefined) return null;
  const known = await register(world);
  const node = (await caseNodes(world, seen, plan, known)).get(id);
  if (node === undefined) return null;
  const lists =
    plan.lists.length === 0 ? {} : await listsOf(world, plan.lists, await ownedByCase(world, id, mine), known);
  return { node, lists, position };
}

export async function pastCases(
  context: LiveContext,
  asked: Moment,
  wanted: readonly string[],
  plan: Pick<NodePlan, 'relations'>,
): Promise<Map<string, Node>> {
  const world = pastWorld(context, asked);
  return caseNodes(world, await world.cases(wanted), plan, await register(world));
}

export async function pastParties(
  context: LiveContext,
  asked: Moment,
  wanted: readonly string[],
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
): Promise<Map<string, Node>> {
  const world = pastWorld(context, asked);
  const known = await register(world);
  const nodes = new Map<string, Node>();
  for (const [id, identity] of await world.identities(wanted)) {
    const node = await partyNodeOf(world, identity, plan, foundedSources(identity, world.moment.knownAt), known);
    if (node !== null) nodes.set(id, node);
  }
  return nodes;
}

export async function pastList(
  context: LiveContext,
  asked: Moment,
  owner: 'party' | 'case',
  wanted: readonly string[],
  list: ListPlan,
): Promise<Map<string, Page>> {
  const world = pastWorld(context, asked);
  const known = await register(world);
  const pages = new Map<string, Page>();
  const put = async (id: string, owned: OwnedObjects): Promise<void> => {
    pages.set(id, (await listsOf(world, [list], owned, known))[list.key] ?? emptyPage());
  };
  if (owner === 'case')
    for (const [id, seen] of await world.cases(wanted)) await put(id, await ownedByCase(world, id, seen));
  else {
    for (const [id, identity] of await world.identities(wanted)) {
      const composed = composeParty(identity.id, identity.subjects, identity.mentions, world.moment);
      if (composed !== undefined) await put(id, await ownedByParty(world, identity, composed));
    }
  }
  return pages;
}

/** A removed case is judged as it last was; of a purged one nothing is left to judge by but the authority. */
export async function auditsCase({ pool, scope, now }: LiveContext, id: string): Promise<boolean> {
  const rows = await loadRows(pool, stateTable(caseOverview.name), [`${scope.authority}/${id}`]);
  const row = rows.get(`${scope.authority}/${id}`)?.row;
  if (row === undefined) return false;
  if (row.purged) return true;
  const last = lastRights(id, row, now);
  return last !== undefined && groundsOf(scope.grounds).some((group) => groupSeesCase(group, last));
}
