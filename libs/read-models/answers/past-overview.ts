import { groupSeesCase, isOfAuditor } from '#access';
import { instantFromDate, type Instant } from '#contracts';
import { caseOverview } from '../cases/case-overview.projection.js';
import { documentOverview } from '../documents/document-overview.projection.js';
import { grantOverview } from '../grants/grant-overview.projection.js';
import { journalNoteOverview } from '../journal-notes/journal-note-overview.projection.js';
import { isFounded } from '../parties/identity.js';
import { partyStatements } from '../parties/party-statements.projection.js';
import type { ComposedParty } from '../parties/party.view.js';
import { paymentOverview } from '../payments/payment-overview.projection.js';
import { serviceOverview } from '../services/service-overview.projection.js';
import { freshnessOf } from '../sources/freshness.js';
import type { NamesWanted } from './calling-sql.js';
import type { Owner } from './live-benefits.js';
import { freshnessList, registerFrom } from './live-overview.js';
import { eventsIn, NOTHING_PARKED, type ParkedEvents, type ParkedObject } from './parked.js';
import { listsOf, pastCaseNode } from './past-lists.js';
import { isMoreToRead } from './past-called.js';
import type { PastReader, PastWanted } from './past-material.js';
import { toldObject, type ToldObject } from './past-objects.js';
import { ownedByCase, ownedByGrant, ownedByParty, type OwnedObjects } from './past-owned.js';
import { groundsOf, lastRights } from './past-rights.js';
import { isBoundToUnits } from './past-units.js';
import { isPartySeen } from './past-presence.js';
import { pastRelations, relatedCases } from './past-relations.js';
import { pastWorld, type PastContext, type PastIdentity, type PastWorld, type SeenCase } from './past-world.js';
import { NOW } from './question.js';
import type { Found, ListPlan, Moment, Node, NodePlan, Page, PartyKey, Scope } from './question.js';
import { emptyPage, grantNode, type SourceRegister } from './shape.js';

/** What the past is answered from. */
export interface PastAnswersOptions {
  readonly read: PastReader;
  /** The parked events of the objects; asked only where any are parked. */
  readonly parkedAmong: (authority: string, objects: readonly ParkedObject[]) => Promise<ParkedEvents>;
  /** The nodes that a key means. */
  readonly askedNodes: (authority: string, key: PartyKey) => Promise<readonly string[]>;
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
  grantsByIds(ids: readonly string[], scope: Scope, moment: Moment): Promise<Map<string, Node>>;
  /** Whether an auditor may read the history of a case: a removed one is judged as it last was, a purged one by the authority alone. */
  auditsCase(id: string, scope: Scope): Promise<boolean>;
  /** The document, note, grant, payment or service whose history the caller may read; null where there is none. */
  toldObject(id: string, scope: Scope): Promise<ToldObject | null>;
  listOf(
    owner: Owner,
    ids: readonly string[],
    list: ListPlan,
    scope: Scope,
    moment: Moment,
  ): Promise<Map<string, Page>>;
}

const NOTHING: PastWanted = {
  parties: [],
  cases: [],
  alsoParties: [],
  others: [],
  units: false,
  objects: false,
  relations: false,
  names: null,
};

export function createPastAnswers({ read, parkedAmong, askedNodes, clock }: PastAnswersOptions): PastAnswers {
  const look = async (
    scope: Scope,
    moment: Moment,
    { naming, ...wanted }: Partial<PastWanted> & { readonly naming?: boolean },
    lists: readonly ListPlan[] = [],
  ): Promise<PastWorld> => {
    const nodes = await filterNodes(lists, scope);
    const context: PastContext = {
      scope,
      nodes: (key) => nodes.get(key) ?? [],
      now: instantFromDate(clock()),
      parkedAmong: (objects) => parkedAmong(scope.authority, objects),
    };
    const units = isBoundToUnits(groundsOf(scope.grounds));
    const alsoParties = [...nodes.values()].flat();
    // A filter by text looks at the names of all parties of the cases; else only those asked about are shown by name.
    const isByName = lists.some((list) => list.kind === 'cases' && typeof list.filter?.text === 'string');
    const of: NamesWanted['of'] = isByName ? 'everybody' : 'asked';
    const worldBy = async (by: NamesWanted['by']): Promise<PastWorld> => {
      const names = isByName || naming === true ? { of, by, moment, now: context.now, grounds: scope.grounds } : null;
      return pastWorld(context, moment, await read({ ...NOTHING, ...wanted, alsoParties, units, names }, scope));
    };
    // What is read anew stands in place of what was read first: an answer is of one moment of the log.
    const world = await worldBy('strongest');
    return isMoreToRead(world) ? worldBy('every') : world;
  };
  /** The nodes of the parties that the lists' filters name. */
  const filterNodes = async (
    lists: readonly ListPlan[],
    { authority }: Scope,
  ): Promise<ReadonlyMap<PartyKey, readonly string[]>> => {
    const keys = lists.flatMap((list) => (list.kind === 'cases' ? (list.filter?.party ?? []) : []));
    return new Map(await Promise.all(keys.map(async (key) => [key, await askedNodes(authority, key)] as const)));
  };
  return {
    async party(key, scope, moment, plan) {
      const parties = await askedNodes(scope.authority, key);
      const world = await look(scope, moment, { parties, objects: true, relations: true, naming: true }, plan.lists);
      return partyAmong(world, parties, plan);
    },
    async case(id, scope, moment, plan) {
      const { lists, relations } = plan;
      const world = await look(scope, moment, { cases: [id], objects: lists.length > 0, relations }, lists);
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
      const world = await look(scope, moment, { parties: ids, relations: plan.relations, naming: true });
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
    async grantsByIds(ids, scope, moment) {
      const world = await look(scope, moment, { others: ids, objects: true });
      const grants = world.benefits().grants();
      return new Map(
        ids.flatMap((id): [string, Node][] => {
          const grant = grants.get(id);
          if (grant === undefined) return [];
          const { benefits, plans, ...view } = grant;
          return [[id, grantNode(view, world.identity(view.partyNode)?.id ?? null, benefits, plans)]];
        }),
      );
    },
    async auditsCase(id, scope) {
      const { material, grounds, context } = await look(scope, NOW, { cases: [id] });
      const row = material.cases.get(id);
      if (row === undefined || row.purged) return row !== undefined;
      const last = lastRights(id, row, context.now);
      return last !== undefined && grounds().some((group) => isOfAuditor(group) && groupSeesCase(group, last));
    },
    async toldObject(id, scope) {
      const { context, material } = await look(scope, NOW, { others: [id], objects: true });
      return toldObject(id, scope, material, context.now, (asOf, grounds = scope.grounds) =>
        pastWorld({ ...context, scope: { ...scope, grounds } }, { ...NOW, asOf }, material),
      );
    },
    async listOf(owner, ids, list, scope, moment) {
      const asked = { party: 'parties', case: 'cases', grant: 'others' }[owner];
      const world = await look(scope, moment, { [asked]: ids, objects: true }, [list]);
      const { sources } = knownOf(world);
      const pages = new Map<string, Page>();
      for (const id of ids) {
        const owned = OWNED[owner](world, id);
        if (owned !== undefined) pages.set(id, listsOf(world, [list], owned, sources)[list.key] ?? emptyPage());
      }
      return pages;
    },
  };
}

const OWNED: Readonly<Record<Owner, (world: PastWorld, id: string) => OwnedObjects | undefined>> = {
  case: (world, id) => {
    const seen = world.cases().get(id);
    return seen && ownedByCase(world, id, seen);
  },
  party: (world, id) => {
    const identity = world.identity(id);
    return identity?.composed && ownedByParty(world, identity, identity.composed);
  },
  grant: (world, id) => (world.benefits().grants().has(id) ? ownedByGrant(world, id) : undefined),
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
    if (!isPartySeen(world, identity, composed, owned)) continue;
    const sources = [
      ...foundedSources(identity, world.moment.knownAt),
      ...[...owned.cases.values()].map(({ view }) => view.source),
      ...[...owned.documents.values()].map(({ view }) => view.source),
      ...[...owned.notes.values(), ...owned.grants.values(), ...owned.services.values()].map(({ source }) => source),
      ...[...owned.payments.values()].map(({ view }) => view.source),
    ];
    const party = await partyNodeOf(world, identity, composed, plan, sources, [
      ...keysOf(caseOverview.name, world, owned.cases.keys()),
      ...keysOf(documentOverview.name, world, owned.documents.keys()),
      ...keysOf(journalNoteOverview.name, world, owned.notes.keys()),
      ...keysOf(grantOverview.name, world, owned.grants.keys()),
      ...keysOf(paymentOverview.name, world, owned.payments.keys()),
      ...keysOf(serviceOverview.name, world, owned.services.keys()),
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
