import { instantFromDate, type Instant } from '#contracts';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { isFounded } from '../parties/identity.js';
import { partyStatements } from '../parties/party-statements.projection.js';
import type { ComposedParty } from '../parties/party.view.js';
import { freshnessOf } from '../sources/freshness.js';
import { freshnessList, registerFrom } from './live-overview.js';
import { eventsIn, NOTHING_PARKED, type ParkedEvents, type ParkedObject } from './parked.js';
import { partyKeyNodes, type NodeResolver } from './party-key.js';
import { listsOf, ownedByCase, ownedByParty, pastCaseNode, type OwnedObjects } from './past-lists.js';
import type { PastReader, PastWanted } from './past-material.js';
import { pastRelations, relatedCases } from './past-relations.js';
import { pastWorld, type PastContext, type PastIdentity, type PastWorld, type SeenCase } from './past-world.js';
import type { Found, ListPlan, Moment, Node, NodePlan, Page, PartyKey, Scope } from './question.js';
import { emptyPage, type SourceRegister } from './shape.js';

/** What the past is answered from. */
export interface PastAnswersOptions {
  readonly read: PastReader;
  /** The parked events of the objects; asked only where any are parked. */
  readonly parkedAmong: (authority: string, objects: readonly ParkedObject[]) => Promise<ParkedEvents>;
  readonly nodesFor: (authority: string) => NodeResolver;
  readonly clock: () => Date;
}

/** Answers about another moment than now, on either axis or both: one reading each, whatever the party or case has. */
export interface PastAnswers {
  /** As it applied and was known at the moment; null where it was not there for this caller. */
  party(key: PartyKey, scope: Scope, moment: Moment, plan: NodePlan): Promise<Found | null>;
  case(id: string, scope: Scope, moment: Moment, plan: NodePlan): Promise<Found | null>;
  /** Parties that visible objects refer to, by the id they were referred to by. */
  partiesByIds(ids: readonly string[], scope: Scope, moment: Moment, plan: NodePlan): Promise<Map<string, Node>>;
  casesByIds(ids: readonly string[], scope: Scope, moment: Moment, plan: NodePlan): Promise<Map<string, Node>>;
  listOf(
    owner: 'party' | 'case',
    ids: readonly string[],
    list: ListPlan,
    scope: Scope,
    moment: Moment,
  ): Promise<Map<string, Page>>;
}

const NOTHING: PastWanted = { parties: [], cases: [], alsoParties: [], objects: false, relations: false };

export function createPastAnswers({ read, parkedAmong, nodesFor, clock }: PastAnswersOptions): PastAnswers {
  const look = async (scope: Scope, moment: Moment, wanted: Partial<PastWanted>): Promise<PastWorld> => {
    const nodes = nodesFor(scope.authority);
    const context: PastContext = {
      scope,
      nodes,
      now: instantFromDate(clock()),
      parkedAmong: (objects) => parkedAmong(scope.authority, objects),
    };
    return pastWorld(context, moment, await read({ ...NOTHING, ...wanted }, scope));
  };
  const alsoParties = (lists: readonly ListPlan[], scope: Scope): string[] =>
    lists.flatMap((list) => {
      const key = list.kind === 'cases' ? list.filter?.party : null;
      return key === null || key === undefined ? [] : partyKeyNodes(key, nodesFor(scope.authority));
    });
  return {
    async party(key, scope, moment, plan) {
      const parties = partyKeyNodes(key, nodesFor(scope.authority));
      const wanted = { parties, alsoParties: alsoParties(plan.lists, scope), objects: true, relations: true };
      return partyAmong(await look(scope, moment, wanted), parties, plan);
    },
    async case(id, scope, moment, plan) {
      const { lists, relations } = plan;
      const world = await look(scope, moment, { cases: [id], objects: lists.length > 0, relations });
      const seen = world.cases().get(world.shownAs(id));
      if (seen === undefined) return null;
      const { sources } = knownOf(world);
      return {
        node: await caseNodeOf(world, seen, plan),
        lists: lists.length === 0 ? {} : listsOf(world, lists, ownedByCase(world, seen.view.id, seen), sources),
        position: world.material.position,
      };
    },
    async partiesByIds(ids, scope, moment, plan) {
      const world = await look(scope, moment, { parties: ids, relations: plan.relations });
      const nodes = new Map<string, Node>();
      for (const id of ids) {
        const identity = world.identity(id);
        if (identity?.composed === undefined) continue;
        const sources = foundedSources(identity, world.moment.knownAt);
        nodes.set(id, await partyNodeOf(world, identity, identity.composed, plan, sources));
      }
      return nodes;
    },
    async casesByIds(ids, scope, moment, plan) {
      const world = await look(scope, moment, { cases: ids, relations: plan.relations });
      const nodes = new Map<string, Node>();
      for (const id of ids) {
        const seen = world.cases().get(world.shownAs(id));
        if (seen !== undefined) nodes.set(id, await caseNodeOf(world, seen, plan));
      }
      return nodes;
    },
    async listOf(owner, ids, list, scope, moment) {
      const wanted = { [owner === 'case' ? 'cases' : 'parties']: ids, alsoParties: alsoParties([list], scope) };
      const world = await look(scope, moment, { ...wanted, objects: true });
      const { sources } = knownOf(world);
      const pages = new Map<string, Page>();
      for (const id of ids) {
        const owned = owner === 'case' ? ownedByCaseId(world, id) : ownedByPartyId(world, id);
        if (owned !== undefined) pages.set(id, listsOf(world, [list], owned, sources)[list.key] ?? emptyPage());
      }
      return pages;
    },
  };
}

const ownedByCaseId = (world: PastWorld, id: string): OwnedObjects | undefined => {
  const seen = world.cases().get(id);
  return seen && ownedByCase(world, id, seen);
};

const ownedByPartyId = (world: PastWorld, id: string): OwnedObjects | undefined => {
  const identity = world.identity(id);
  return identity?.composed && ownedByParty(world, identity, identity.composed);
};

/** The sources, and what is parked. */
interface Known {
  readonly sources: SourceRegister;
  parkedOf(objects: readonly ParkedObject[]): Promise<ParkedEvents>;
}

const knownOf = ({ context, material }: PastWorld): Known => ({
  sources: registerFrom(material.register, context.now),
  parkedOf: async (objects) => (material.isAnyParked ? context.parkedAmong(objects) : NOTHING_PARKED),
});

/** The first of the nodes that was a party for this caller, with its lists. */
async function partyAmong(world: PastWorld, wanted: readonly string[], plan: NodePlan): Promise<Found | null> {
  for (const node of wanted) {
    const identity = world.identity(node);
    const composed = identity?.composed;
    if (identity === undefined || composed === undefined) continue;
    const owned = ownedByParty(world, identity, composed);
    const isNamed =
      composed.founded ||
      owned.cases.size > 0 ||
      [...owned.documents.values()].some(({ view }) => view.partyNodes.some((each) => identity.nodes.has(each)));
    if (!isNamed && pastRelations(world, identity).length === 0) continue;
    const sources = [
      ...foundedSources(identity, world.moment.knownAt),
      ...[...owned.cases.values()].map(({ view }) => view.source),
      ...[...owned.documents.values()].map(({ view }) => view.source),
      ...[...owned.notes.values()].map(({ source }) => source),
    ];
    const party = await partyNodeOf(world, identity, composed, plan, sources, [
      ...keysOf(caseOverview.name, world, owned.cases.keys()),
      ...keysOf(documentOverview.name, world, owned.documents.keys()),
      ...keysOf(journalNoteOverview.name, world, owned.notes.keys()),
    ]);
    const lists = listsOf(world, plan.lists, owned, knownOf(world).sources);
    return { node: party, lists, position: world.material.position };
  }
  return null;
}

async function partyNodeOf(
  world: PastWorld,
  identity: PastIdentity,
  { view }: ComposedParty,
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
  sources: Iterable<string>,
  owned: readonly ParkedObject[] = [],
): Promise<Node> {
  const relations = plan.relations ? pastRelations(world, identity) : [];
  if (!plan.freshness) return { ...view, relations, freshness: [] };
  const known = knownOf(world);
  const subjects = [...identity.nodes].map((node): ParkedObject => [partyStatements.name, node]);
  const parked = await known.parkedOf([...subjects, ...owned]);
  return { ...view, relations, freshness: freshnessList(sources, known.sources, world.context.now, parked) };
}

const keysOf = (readModel: string, { context }: PastWorld, ids: Iterable<string>): ParkedObject[] =>
  [...ids].map((id) => [readModel, `${context.scope.authority}/${id}`]);

const foundedSources = (identity: PastIdentity, knownAt: Instant | null): string[] =>
  identity.subjects.filter(({ row }) => isFounded(row, knownAt)).map(({ row }) => row.source);

async function caseNodeOf(
  world: PastWorld,
  { view }: SeenCase,
  plan: Pick<NodePlan, 'relations' | 'freshness'>,
): Promise<Node> {
  const known = knownOf(world);
  const { now } = world.context;
  const parked = plan.freshness ? await known.parkedOf(keysOf(caseOverview.name, world, [view.id])) : NOTHING_PARKED;
  return {
    ...pastCaseNode(world, view, known.sources),
    relatedCases: plan.relations ? relatedCases(world, view.id, view) : [],
    freshness: freshnessOf(view.source, known.sources[view.source], now, eventsIn(parked)),
  };
}
