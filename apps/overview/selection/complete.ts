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

/**
 * Walks an answer beside the question: notes every party and object whose node is in it, and puts nodes in place of
 * references. One statement a type of node and level of the question, however many rows there are.
 */
export async function complete(selected: Selected, value: unknown, completion: Completion): Promise<void> {
  let level: { selected: Selected; value: unknown }[] = [{ selected, value }];
  while (level.length > 0) {
    const wanted = new Map<Selected, Wanted>();
    const sources: Wanted[] = [];
    for (const start of level) walk(start.selected, start.value, completion, wanted, sources);
    const [next] = await Promise.all([fetchNodes([...wanted.values()], completion), fillFreshness(sources, completion)]);
    level = next;
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
  const isFreshness = field.parent.name === 'Case' && field.field === 'freshness';
  return isFreshness || noted.has(field.type.name) || field.below.some(matters);
}

function walk(
  selected: Selected,
  value: unknown,
  completion: Completion,
  wanted: Map<Selected, Wanted>,
  sources: Wanted[],
  within?: unknown[],
): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(selected, item, completion, wanted, sources, value);
    return;
  }
  const holder = value as Holder;
  note(selected, holder, completion.shown);
  for (const field of fieldsToWalk(selected)) {
    if (field.when.length > 0 && !isAsked(field, completion.variables)) continue;
    if (isList(field)) walk(field, (holder as NodeWithLists).lists?.[field.path], completion, wanted, sources);
    else if (field.type?.name === 'RestrictedObject') holder[field.field] ??= [];
    else if (isReference(field)) want(field, { holder, within }, completion.shown, wanted);
    else if (field.type?.name === 'SourceFreshness') wantFreshness(field, holder, sources);
    else walk(field, holder[field.field], completion, wanted, sources);
  }
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

function want(field: Selected, place: Pick<Reference, 'holder' | 'within'>, shown: Shown, wanted: Map<Selected, Wanted>): void {
  const reference = place.holder[field.field] as Node | null | undefined;
  if (reference === null || reference === undefined) return;
  if (field.below.every((below) => below.field === 'id' || below.field === '__typename')) {
    note(field, reference, shown);
    return;
  }
  const entry = wanted.get(field);
  const found = { ...place, field: field.field, id: reference.id };
  if (entry === undefined) wanted.set(field, { selected: field, references: [found] });
  else entry.references.push(found);
}

function wantFreshness(field: Selected, holder: Holder, sources: Wanted[]): void {
  const source = holder['source'];
  if (typeof source !== 'string' || holder[field.field] !== undefined) return;
  sources.push({ selected: field, references: [{ holder, field: field.field, id: source, within: undefined }] });
}

async function fillFreshness(wanted: readonly Wanted[], { queries, scope, moment }: Completion): Promise<void> {
  const references = wanted.flatMap((entry) => entry.references);
  if (references.length === 0) return;
  const bySource = await queries.freshnessOf(idsOf(references), scope, moment);
  for (const { holder, field, id } of references) holder[field] = bySource.get(id) ?? unknownFreshness(id);
}

function unknownFreshness(source: string): object {
  return { source, state: 'UNKNOWN', lastEventAt: null, lastHeartbeatAt: null, missing: 0, message: null };
}

async function fetchNodes(wanted: readonly Wanted[], completion: Completion): Promise<{ selected: Selected; value: unknown }[]> {
  const ofType = (name: string): Wanted[] => wanted.filter(({ selected }) => selected.type?.name === name);
  const [parties, cases] = await Promise.all([
    fetchType(ofType('Party'), completion, 'party'),
    fetchType(ofType('Case'), completion, 'case'),
  ]);
  return [...parties, ...cases];
}

async function fetchType(wanted: readonly Wanted[], completion: Completion, owner: 'party' | 'case'): Promise<{ selected: Selected; value: unknown }[]> {
  if (wanted.length === 0) return [];
  const { queries, scope, moment, variables } = completion;
  const ids = idsOf(wanted.flatMap(({ references }) => references));
  const plans = wanted.map(({ selected }) => shallowPlan(selected, variables));
  const plan = unite(plans);
  const nodes = await (owner === 'party' ? queries.partiesByIds(ids, scope, moment, plan) : queries.casesByIds(ids, scope, moment, plan));
  const placed = wanted.map((entry) => ({ selected: entry.selected, value: place(entry, nodes) }));
  await Promise.all(placed.map(({ selected, value }) => fillLists(selected, value, completion, owner)));
  return placed;
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

async function fillLists(selected: Selected, nodes: readonly Holder[], completion: Completion, owner: 'party' | 'case'): Promise<void> {
  const { queries, scope, moment, variables } = completion;
  const lists = selected.below.filter((field) => isList(field) && isAsked(field, variables));
  if (lists.length === 0 || nodes.length === 0) return;
  const ids = nodes.map((node) => node['id'] as string);
  const pages = await Promise.all(
    lists.map((list) => queries.listOf(owner, ids, listPlan(list, variables), scope, moment)),
  );
  for (const node of nodes) {
    const own = lists.map((list, index) => [list.path, pages[index]?.get(node['id'] as string) ?? emptyPage()] as const);
    node['lists'] = { ...(node as NodeWithLists).lists, ...Object.fromEntries(own) };
  }
}

function unite(plans: readonly NodePlan[]): NodePlan {
  return {
    lists: [],
    freshness: plans.some(({ freshness }) => freshness),
    relations: plans.some(({ relations }) => relations),
    histories: plans.some(({ histories }) => histories),
  };
}

function idsOf(references: readonly Reference[]): string[] {
  return [...new Set(references.map(({ id }) => id))];
}

function emptyPage(): Page {
  return {
    edges: [],
    pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    totalCount: 0,
  };
}
