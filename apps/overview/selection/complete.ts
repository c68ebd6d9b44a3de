import { emptyPage } from '#read-models/queries';
import type { Moment, Node, NodePlan, Queries, Scope } from '../queries.js';
import { listPlan, ownersOfLists, shallowPlan } from './plan.js';
import type { Selected } from './selection.js';
import { walk } from './walk.js';
import type { Holder, Lacking, NodeWithLists, Reference, Shown, Standing } from './walk.js';
import { wayOf } from './way.js';
import type { NodeType, Way } from './way.js';

/** All that completing one answer needs to know. */
export interface Completion {
  readonly queries: Queries;
  readonly scope: Scope;
  readonly moment: Moment;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly shown: Shown;
}

/** A part of an answer that has yet to be walked. */
interface Part {
  readonly way: Way;
  readonly value: unknown;
}

/**
 * Walks an answer beside the question: notes every party and object whose node is in it, and fetches what the answer came
 * without, putting nodes in place of references. One statement a field and level of the question, however many rows.
 */
export async function complete(selected: Selected, value: unknown, completion: Completion): Promise<void> {
  const standing: Standing = { Party: new Map(), Case: new Map(), Grant: new Map() };
  let level: readonly Part[] = [{ way: wayOf(selected), value }];
  while (level.length > 0) {
    const lacking: Lacking = { references: new Map(), lists: new Map(), ties: new Map(), freshness: new Map() };
    const along = { variables: completion.variables, shown: completion.shown, standing, lacking };
    for (const part of level) walk(part.way, part.value, along);
    const fetched = await Promise.all([
      fetchNodes('Party', lacking.references, standing, completion),
      fetchNodes('Case', lacking.references, standing, completion),
      fetchNodes('Grant', lacking.references, standing, completion),
      ...[...lacking.lists].map(([way, holders]) => fetchLists(way, holders, completion)),
      ...[...lacking.ties].map(([way, holders]) => fetchTies(way, holders, completion)),
      fillFreshness([...lacking.freshness.values()].flat(), completion),
    ]);
    level = fetched.flat();
  }
}

/** One statement for all nodes of a type, wherever in this level they are referred to; none for those that stand there. */
async function fetchNodes(
  type: NodeType,
  references: Lacking['references'],
  standing: Standing,
  completion: Completion,
): Promise<Part[]> {
  const ofType = [...references]
    .filter(([{ node }]) => node === type)
    .map(([way, wanted]): [Way, Reference[]] => [
      way,
      way.isPlain ? wanted.filter((reference) => !placeStanding(way, reference, standing[type])) : wanted,
    ])
    .filter(([, wanted]) => wanted.length > 0);
  if (ofType.length === 0) return [];
  const ids = new Set<string>();
  for (const [, wanted] of ofType) for (const { id } of wanted) ids.add(id);
  const plan = unite(ofType.map(([{ selected }]) => shallowPlan(selected, completion.variables)));
  const nodes = await nodesOf(type, [...ids], plan, completion);
  return ofType.map(([way, wanted]) => ({ way, value: place(way, wanted, nodes) }));
}

function placeStanding({ selected }: Way, { holder, id }: Reference, nodes: ReadonlyMap<string, Holder>): boolean {
  const node = nodes.get(id);
  if (node !== undefined) holder[selected.field] = node;
  return node !== undefined;
}

/** Puts the nodes in place of the references. Where a link has lost its other end since it was read, the link goes too. */
function place(
  { selected, isOptional }: Way,
  references: readonly Reference[],
  nodes: ReadonlyMap<string, Node>,
): Holder[] {
  const placed = new Set<Holder>();
  for (const { holder, id, within } of references) {
    const node = nodes.get(id);
    if (node !== undefined) placed.add(node);
    else if (!isOptional) within?.splice(within.indexOf(holder), 1);
    holder[selected.field] = node ?? null;
  }
  return [...placed];
}

async function fetchLists(way: Way, holders: readonly Holder[], completion: Completion): Promise<Part[]> {
  const { queries, scope, moment, variables } = completion;
  const { path, parent } = way.selected;
  const list = listPlan(way.selected, variables);
  const owner = ownersOfLists.get(parent.name) ?? 'party';
  const pages = await queries.listOf(owner, idsOf(holders), list, scope, moment);
  const value = holders.map((holder) => {
    const page = pages.get(holder['id'] as string) ?? emptyPage();
    holder['lists'] = { ...(holder as NodeWithLists).lists, [path]: page };
    return page;
  });
  return [{ way, value }];
}

async function fetchTies(way: Way, holders: readonly Holder[], completion: Completion): Promise<Part[]> {
  const { field, parent } = way.selected;
  const isFreshness = field === 'freshness';
  const plan = { lists: [], histories: false, relations: !isFreshness, freshness: isFreshness };
  const nodes = await nodesOf(parent.name === 'Party' ? 'Party' : 'Case', idsOf(holders), plan, completion);
  for (const holder of holders) holder[field] = nodes.get(holder['id'] as string)?.[field] ?? [];
  return [{ way, value: holders.map((holder) => holder[field]) }];
}

async function fillFreshness(holders: readonly Holder[], { queries, scope }: Completion): Promise<Part[]> {
  if (holders.length === 0) return [];
  const cases = holders.map(({ id, source }) => ({ id: id as string, source: source as string }));
  const byCase = await queries.freshnessOf(cases, scope);
  for (const holder of holders) holder['freshness'] = byCase.get(holder['id'] as string);
  return [];
}

function nodesOf(
  type: NodeType,
  ids: readonly string[],
  plan: NodePlan,
  completion: Completion,
): Promise<ReadonlyMap<string, Node>> {
  const { queries, scope, moment } = completion;
  switch (type) {
    case 'Party':
      return queries.partiesByIds(ids, scope, moment, plan);
    case 'Case':
      return queries.casesByIds(ids, scope, moment, plan);
    case 'Grant':
      return queries.grantsByIds(ids, scope, moment);
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

function idsOf(holders: readonly Holder[]): string[] {
  return [...new Set(holders.map((holder) => holder['id'] as string))];
}
