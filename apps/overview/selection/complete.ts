import { isNonNullType } from 'graphql';
import type { Moment, Node, NodePlan, Page, Queries, Scope } from '../queries.js';
import { isList, listPlan, shallowPlan } from './plan.js';
import { isAsked } from './selection.js';
import type { Selected } from './selection.js';

/** What a view has shown, by kind of id; a count shows nothing. */
export interface Shown {
  readonly parties: Set<string>;
  /** Cases, documents and journal notes. */
  readonly objects: Set<string>;
}

/** All that completing one answer needs to know. */
export interface Completion {
  readonly queries: Queries;
  readonly scope: Scope;
  readonly moment: Moment;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly shown: Shown;
}

/** A node with its own lists, by the path of each in the question: one node may stand in several places of an answer. */
export type NodeWithLists = Node & { readonly lists?: Readonly<Record<string, Page>> };

type Holder = Record<string, unknown>;

/** A reference `{id}` and where it stands, so that the node can be put in its place. */
interface Reference {
  readonly holder: Holder;
  readonly field: string;
  readonly id: string;
  /** The list that the holder is an item of: a link whose other end is gone is left out. */
  readonly within: unknown[] | undefined;
}

/** References of one field, for which the same is asked. */
interface Wanted {
  readonly selected: Selected;
  readonly references: Reference[];
}

/** What a level of the question still lacks after it was walked. */
interface Lacking {
  readonly nodes: Map<Selected, Wanted>;
  /** Lists of nodes that came without: those in a list of another, or in place of a reference. */
  readonly lists: Map<Selected, Set<Holder>>;
  /** Nodes that came without the ties that are asked for. */
  readonly ties: Map<Selected, Set<Holder>>;
  readonly freshness: Set<Holder>;
}

interface Walked {
  readonly selected: Selected;
  readonly value: unknown;
}

/**
 * Walks an answer beside the question: notes every party and object whose node is in it, and fetches what the answer came
 * without, putting nodes in place of references. One statement a field and level of the question, however many rows.
 */
export async function complete(selected: Selected, value: unknown, completion: Completion): Promise<void> {
  let level: readonly Walked[] = [{ selected, value }];
  while (level.length > 0) {
    const lacking: Lacking = { nodes: new Map(), lists: new Map(), ties: new Map(), freshness: new Set() };
    for (const start of level) walk(start.selected, start.value, completion, lacking);
    const [nodes, lists, ties] = await Promise.all([
      fetchNodes([...lacking.nodes.values()], completion),
      fetchLists(lacking.lists, completion),
      fetchTies(lacking.ties, completion),
      fillFreshness([...lacking.freshness], completion),
    ]);
    level = [...nodes, ...lists, ...ties];
  }
}

/** Fields below which something is to be noted or fetched; for the others there is no need to walk the rows. */
const worthWalking = new WeakMap<Selected, readonly Selected[]>();

function fieldsToWalk(selected: Selected): readonly Selected[] {
  let fields = worthWalking.get(selected);
  if (fields === undefined) {
    fields = selected.below.filter((field) => field.type !== undefined && matters(field));
    worthWalking.set(selected, fields);
  }
  return fields;
}

const noted = new Set(['Party', 'Case', 'Document', 'JournalNote', 'TimelineEntry', 'RestrictedObject']);

function matters(field: Selected): boolean {
  if (field.type === undefined) return false;
  return isTies(field) || field.field === 'freshness' || isList(field) || noted.has(field.type.name) || field.below.some(matters);
}

function walk(selected: Selected, value: unknown, completion: Completion, lacking: Lacking, within?: unknown[]): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(selected, item, completion, lacking, value);
    return;
  }
  const holder = value as Holder;
  note(selected, holder, completion.shown);
  for (const field of fieldsToWalk(selected)) {
    if (field.when.length > 0 && !isAsked(field, completion.variables)) continue;
    const found = isList(field) ? (holder as NodeWithLists).lists?.[field.path] : holder[field.field];
    if (isReference(field)) want(field, { holder, within }, completion.shown, lacking.nodes);
    else if (found !== undefined) walk(field, found, completion, lacking);
    else if (isList(field)) add(lacking.lists, field, holder);
    else if (field.type?.name === 'RestrictedObject') holder[field.field] = [];
    else if (isTies(field)) add(lacking.ties, field, holder);
    else if (field.field === 'freshness') lacking.freshness.add(holder);
  }
}

function add(lacking: Map<Selected, Set<Holder>>, field: Selected, holder: Holder): void {
  const holders = lacking.get(field);
  if (holders === undefined) lacking.set(field, new Set([holder]));
  else holders.add(holder);
}

/** What the queries read of a node only where it was planned: see `NodePlan`. */
function isTies({ parent, field }: Selected): boolean {
  return parent.name === 'Case' ? field === 'relatedCases' : parent.name === 'Party' && (field === 'relations' || field === 'freshness');
}

function note(selected: Selected, node: Holder, shown: Shown): void {
  switch (selected.type?.name) {
    case 'Party':
      shown.parties.add(node['id'] as string);
      break;
    case 'Case':
    case 'Document':
    case 'JournalNote':
      shown.objects.add(node['id'] as string);
      break;
    case 'TimelineEntry':
      // Its sentence tells of the object as much as the object's own node would.
      if (node['kind'] === 'ADDRESS' || node['kind'] === 'PARTY') shown.parties.add(node['objectId'] as string);
      else shown.objects.add(node['objectId'] as string);
      break;
    default:
  }
}

/** `party` of a relation or a role, `case` of a note, a link or an entry: the queries leave `{id}` there. */
function isReference(field: Selected): boolean {
  return field.parent.name !== 'Query' && (field.field === 'party' || field.field === 'case');
}

function want(field: Selected, at: Pick<Reference, 'holder' | 'within'>, shown: Shown, wanted: Map<Selected, Wanted>): void {
  const reference = at.holder[field.field] as Node | null | undefined;
  if (reference === null || reference === undefined) return;
  if (field.below.every((below) => below.field === 'id' || below.field === '__typename')) {
    note(field, reference, shown);
    return;
  }
  const entry = wanted.get(field);
  const found = { ...at, field: field.field, id: reference.id };
  if (entry === undefined) wanted.set(field, { selected: field, references: [found] });
  else entry.references.push(found);
}

async function fillFreshness(holders: readonly Holder[], { queries, scope }: Completion): Promise<void> {
  if (holders.length === 0) return;
  const sources = new Set(holders.map((holder) => holder['source'] as string));
  const bySource = await queries.freshnessOf([...sources], scope);
  for (const holder of holders) holder['freshness'] = bySource.get(holder['source'] as string);
}

async function fetchNodes(wanted: readonly Wanted[], completion: Completion): Promise<Walked[]> {
  const owners = ['Party', 'Case'] as const;
  const placed = await Promise.all(
    owners.map(async (owner) => {
      const ofType = wanted.filter(({ selected }) => selected.type?.name === owner);
      if (ofType.length === 0) return [];
      const ids = new Set(ofType.flatMap(({ references }) => references.map(({ id }) => id)));
      const plan = unite(ofType.map(({ selected }) => shallowPlan(selected, completion.variables)));
      const nodes = await nodesOf(owner, [...ids], plan, completion);
      return ofType.map((entry) => ({ selected: entry.selected, value: place(entry, nodes) }));
    }),
  );
  return placed.flat();
}

/** Puts the nodes in place of the references. Where a link has lost its other end since it was read, the link goes too. */
function place({ references, selected }: Wanted, nodes: ReadonlyMap<string, Node>): Holder[] {
  const definition = selected.parent.getFields()[selected.field];
  const isOptional = definition === undefined || !isNonNullType(definition.type);
  const placed = new Set<Holder>();
  for (const { holder, field, id, within } of references) {
    const node = nodes.get(id);
    if (node !== undefined) placed.add(node);
    else if (!isOptional) within?.splice(within.indexOf(holder), 1);
    holder[field] = node ?? null;
  }
  return [...placed];
}

async function fetchLists(lists: Lacking['lists'], { queries, scope, moment, variables }: Completion): Promise<Walked[]> {
  return Promise.all(
    [...lists].map(async ([list, holders]) => {
      const owner = list.parent.name === 'Party' ? 'party' : 'case';
      const pages = await queries.listOf(owner, idsOf(holders), listPlan(list, variables), scope, moment);
      const value = [...holders].map((holder) => {
        const page = pages.get(holder['id'] as string) ?? emptyPage();
        holder['lists'] = { ...(holder as NodeWithLists).lists, [list.path]: page };
        return page;
      });
      return { selected: list, value };
    }),
  );
}

async function fetchTies(ties: Lacking['ties'], completion: Completion): Promise<Walked[]> {
  return Promise.all(
    [...ties].map(async ([field, holders]) => {
      const plan = { lists: [], histories: false, relations: field.field !== 'freshness', freshness: field.field === 'freshness' };
      const nodes = await nodesOf(field.parent.name === 'Party' ? 'Party' : 'Case', idsOf(holders), plan, completion);
      for (const holder of holders) holder[field.field] = nodes.get(holder['id'] as string)?.[field.field] ?? [];
      return { selected: field, value: [...holders].map((holder) => holder[field.field]) };
    }),
  );
}

function nodesOf(
  owner: 'Party' | 'Case',
  ids: readonly string[],
  plan: NodePlan,
  { queries, scope, moment }: Completion,
): Promise<ReadonlyMap<string, Node>> {
  return owner === 'Party' ? queries.partiesByIds(ids, scope, moment, plan) : queries.casesByIds(ids, scope, moment, plan);
}

function unite(plans: readonly NodePlan[]): NodePlan {
  return {
    lists: [],
    freshness: plans.some(({ freshness }) => freshness),
    relations: plans.some(({ relations }) => relations),
    histories: plans.some(({ histories }) => histories),
  };
}

function idsOf(holders: ReadonlySet<Holder>): string[] {
  return [...new Set([...holders].map((holder) => holder['id'] as string))];
}

function emptyPage(): Page {
  return {
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    totalCount: 0,
  };
}
