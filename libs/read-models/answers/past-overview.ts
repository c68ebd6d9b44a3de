import { groupSeesCase } from '#access';
import type { Instant } from '#contracts';
import { loadRows, readerOf, served, stateTable } from '#projection-engine';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { isFounded } from '../parties/identity.js';
import { partyStatements } from '../parties/party-statements.projection.js';
import { composeParty } from '../parties/party.view.js';
import { freshnessOf } from '../sources/freshness.js';
import { freshnessList, registerFrom, registerSql, type LiveContext } from './live-overview.js';
import { anyParkedSql, eventsIn, NOTHING_PARKED, parkedAmong, type ParkedEvents, type ParkedObject } from './parked.js';
import { askedNodes } from './party-key.js';
import { listsOf, ownedByCase, ownedByParty, partyOfNodes, type OwnedObjects } from './past-lists.js';
import { pastRelations, relatedCases } from './past-relations.js';
import { groundsOf, lastRights } from './past-rights.js';
import { pastWorld, type PastIdentity, type PastWorld, type SeenCase } from './past-world.js';
import type { Found, ListPlan, Moment, Node, NodePlan, Page, PartyKey } from './question.js';
import { caseNode, emptyPage, type SourceRegister } from './shape.js';
import { readPosition } from './statement-builder.js';

/** The sources, and what is parked. */
interface Known {
  readonly sources: SourceRegister;
  /** Asks only where anything is parked at all. */
  parkedOf(objects: readonly ParkedObject[]): Promise<ParkedEvents>;
}

async function register({ context: { pool, scope, now } }: PastWorld): Promise<Known> {
  const { authority } = scope;
  const { rows } = await pool.query<{ register: string | null; parked: boolean }>(
    `select ${registerSql('$1')} as register, ${anyParkedSql('$1')} as parked`,
    [authority],
  );
  const isAnyParked = rows[0]?.parked === true;
  return {
    sources: registerFrom(rows[0]?.register ?? null, now),
    parkedOf: async (objects) => (isAnyParked ? parkedAmong(pool, authority, objects) : NOTHING_PARKED),
  };
}

const keysOf = (readModel: string, { context }: PastWorld, ids: Iterable<string>): ParkedObject[] =>
  [...ids].map((id) => [readModel, `${context.scope.authority}/${id}`]);

async function partyNodeOf(
  world: PastWorld,
  identity: PastIdentity,
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
  sources: Iterable<string>,
  known: Known,
  owned: readonly ParkedObject[] = [],
): Promise<Node | null> {
  const composed = composeParty(
    identity.id,
    identity.subjects,
    identity.mentions,
    world.moment,
    identity.protectedToday,
  );
  if (composed === undefined) return null;
  const subjects = [...identity.nodes].map((node): ParkedObject => [partyStatements.name, node]);
  const parked = plan.freshness ? await known.parkedOf([...subjects, ...owned]) : NOTHING_PARKED;
  return {
    ...composed.view,
    relations: plan.relations ? await pastRelations(world, identity) : [],
    freshness: plan.freshness ? freshnessList(sources, known.sources, world.context.now, parked) : [],
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
  const wanted = await askedNodes(context, key);
  const identities = await world.identities(wanted);
  const known = await register(world);
  for (const node of wanted) {
    const identity = identities.get(node);
    const composed =
      identity === undefined
        ? undefined
        : composeParty(identity.id, identity.subjects, identity.mentions, world.moment, identity.protectedToday);
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
    const party = await partyNodeOf(world, identity, plan, sources, known, [
      ...keysOf(caseOverview.name, world, owned.cases.keys()),
      ...keysOf(documentOverview.name, world, owned.documents.keys()),
      ...keysOf(journalNoteOverview.name, world, owned.notes.keys()),
    ]);
    if (party !== null) return { node: party, lists: await listsOf(world, plan.lists, owned, known.sources), position };
  }
  return null;
}

async function caseNodes(
  world: PastWorld,
  seen: ReadonlyMap<string, SeenCase>,
  plan: Pick<NodePlan, 'relations'>,
  known: Known,
): Promise<Map<string, Node>> {
  const partyOf = await partyOfNodes(
    world,
    [...seen.values()].map(({ view }) => view),
  );
  const nodes = new Map<string, Node>();
  for (const [id, { view }] of seen) {
    nodes.set(id, {
      ...caseNode({ ...view }, partyOf, known.sources),
      relatedCases: plan.relations ? await relatedCases(world, id, view) : [],
      freshness: freshnessOf(
        view.source,
        known.sources[view.source],
        world.context.now,
        eventsIn(await known.parkedOf(keysOf(caseOverview.name, world, [id]))),
      ),
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
    plan.lists.length === 0 ? {} : await listsOf(world, plan.lists, await ownedByCase(world, id, mine), known.sources);
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
    pages.set(id, (await listsOf(world, [list], owned, known.sources))[list.key] ?? emptyPage());
  };
  if (owner === 'case')
    for (const [id, seen] of await world.cases(wanted)) await put(id, await ownedByCase(world, id, seen));
  else {
    for (const [id, identity] of await world.identities(wanted)) {
      const composed = composeParty(
        identity.id,
        identity.subjects,
        identity.mentions,
        world.moment,
        identity.protectedToday,
      );
      if (composed !== undefined) await put(id, await ownedByParty(world, identity, composed));
    }
  }
  return pages;
}

/** A removed case is judged as it last was; of a purged one nothing is left to judge by but the authority. */
export async function auditsCase({ pool, scope, now }: LiveContext, id: string): Promise<boolean> {
  const rows = await loadRows(readerOf(pool), served.of(stateTable(caseOverview.name)), [`${scope.authority}/${id}`]);
  const row = rows.get(`${scope.authority}/${id}`)?.row;
  if (row === undefined) return false;
  if (row.purged) return true;
  const last = lastRights(id, row, now);
  return last !== undefined && groundsOf(scope.grounds).some((group) => groupSeesCase(group, last));
}
