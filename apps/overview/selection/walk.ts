import type { Node, Page } from '../queries.js';
import { isAsked } from './selection.js';
import type { NodeType, Way } from './way.js';

/** What a view has shown, by kind of id; a count shows nothing. */
export interface Shown {
  readonly parties: Set<string>;
  /** Cases, documents, journal notes, grants, payments and services. */
  readonly objects: Set<string>;
}

/** A node with its own lists, by the path of each in the question: one node may stand in several places of an answer. */
export type NodeWithLists = Node & { readonly lists?: Readonly<Record<string, Page>> };

/** An object of an answer. */
export type Holder = Record<string, unknown>;

/** A reference `{id}` and where it stands, so that the node can be put in its place. */
export interface Reference {
  readonly holder: Holder;
  readonly id: string;
  /** The list that the holder is an item of: a link whose other end is gone is left out. */
  readonly within: unknown[] | undefined;
}

/** What a level of the question still lacks after it was walked, by the way to it. */
export interface Lacking {
  readonly references: Map<Way, Reference[]>;
  /** Nodes that came without a list: those in a list of another, or put in place of a reference. */
  readonly lists: Map<Way, Holder[]>;
  readonly ties: Map<Way, Holder[]>;
  readonly freshness: Map<Way, Holder[]>;
}

/** Nodes that stand in the answer, by id: what refers to one and asks no more than its own values needs no reading. */
export type Standing = Readonly<Record<NodeType, Map<string, Holder>>>;

/** What walks along: the variables of the request, what is shown, and what is found lacking. */
export interface Walk {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly shown: Shown;
  readonly standing: Standing;
  readonly lacking: Lacking;
}

/** Walks a part of an answer, row by row: notes what is shown and what is lacking. Runs for every row of every view. */
export function walk(way: Way, value: unknown, along: Walk, within?: unknown[]): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(way, item, along, value);
    return;
  }
  const holder = value as Holder;
  if (way.shows !== 'nothing') note(way.shows, holder, along.shown);
  if (way.node !== undefined) along.standing[way.node].set(holder['id'] as string, holder);
  for (const { field, name, way: below, how } of way.steps) {
    if (field.when.length > 0 && !isAsked(field, along.variables)) continue;
    if (how === 'reference') want(below, holder, name, along.lacking.references, within);
    else if (how === 'list')
      walkOr(along.lacking.lists, below, (holder as NodeWithLists).lists?.[field.path], holder, along);
    else if (how === 'ties') walkOr(along.lacking.ties, below, holder[name], holder, along);
    else if (how === 'freshness') walkOr(along.lacking.freshness, below, holder[name], holder, along);
    else if (how === 'restricted') holder[name] ??= [];
    else walk(below, holder[name], along);
  }
}

function note(shows: Way['shows'], node: Holder, shown: Shown): void {
  if (shows === 'party') shown.parties.add(node['id'] as string);
  else if (shows === 'object') shown.objects.add(node['id'] as string);
  // The sentence of an entry, the title of a hit, tells of its object as much as the object's own node would.
  else if (node['kind'] === 'ADDRESS' || node['kind'] === 'PARTY') shown.parties.add(node['objectId'] as string);
  else shown.objects.add(node['objectId'] as string);
}

function walkOr(lacking: Map<Way, Holder[]>, way: Way, found: unknown, holder: Holder, along: Walk): void {
  if (found !== undefined) walk(way, found, along);
  else addTo(lacking, way, holder);
}

function want(
  way: Way,
  holder: Holder,
  name: string,
  references: Map<Way, Reference[]>,
  within: unknown[] | undefined,
): void {
  const reference = holder[name] as Node | null | undefined;
  if (reference !== null && reference !== undefined) addTo(references, way, { holder, id: reference.id, within });
}

function addTo<T>(lacking: Map<Way, T[]>, way: Way, item: T): void {
  const items = lacking.get(way);
  if (items === undefined) lacking.set(way, [item]);
  else items.push(item);
}
