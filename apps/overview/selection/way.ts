import { isNonNullType } from 'graphql';
import { isList } from './plan.js';
import type { Selected } from './selection.js';

/** The types of nodes that others refer to. */
export type NodeType = 'Party' | 'Case' | 'Grant';

/** How the walk goes through the objects of one field of a question: worked out once a question, followed for every row. */
export interface Way {
  readonly selected: Selected;
  /** What seeing such an object shows: see `Shown`. */
  readonly shows: 'party' | 'object' | 'entry' | 'nothing';
  /** Of a node that others may refer to: its type. */
  readonly node: NodeType | undefined;
  /** Whether nothing is asked of it but its own values, which every reading of the node brings. */
  readonly isPlain: boolean;
  /** The fields below which something is to be noted or fetched; the others need no walking. */
  readonly steps: readonly Step[];
  /** Of a reference: whether it may be left empty, or its holder goes with it. */
  readonly isOptional: boolean;
}

/** One field on the way. */
export interface Step {
  readonly field: Selected;
  readonly name: string;
  readonly way: Way;
  readonly how: How;
}

/**
 * - `walk`: a part of the node, or something that the queries always bring.
 * - `list`: a list with a page of its own, under `lists`.
 * - `reference`: `{id}` that a node is put in place of; `identity`: `{id}` that is all that is asked for.
 * - `ties`: what the queries bring only where it was planned.
 * - `freshness`: of the source of a case, filled in from the sources.
 * - `restricted`: told by the lists of a party alone; empty in all others.
 */
type How = 'walk' | 'list' | 'reference' | 'identity' | 'ties' | 'freshness' | 'restricted';

const ways = new WeakMap<Selected, Way>();

/** The way through what a field leads to. */
export function wayOf(selected: Selected): Way {
  const known = ways.get(selected);
  if (known !== undefined) return known;
  const definition = selected.parent.getFields()[selected.field];
  const way: Way = {
    selected,
    shows: showsOf(selected.type?.name),
    // A bare id is no node: what refers to the same one may ask more of it.
    node: howOf(selected) === 'identity' ? undefined : nodeOf(selected.type?.name),
    isPlain: selected.below.every(({ type }) => type === undefined),
    steps: selected.below.filter(matters).map(stepTo),
    isOptional: definition === undefined || !isNonNullType(definition.type),
  };
  ways.set(selected, way);
  return way;
}

function stepTo(field: Selected): Step {
  return { field, name: field.field, way: wayOf(field), how: howOf(field) };
}

function howOf(field: Selected): How {
  if (isList(field)) return 'list';
  if (isReference(field)) return field.below.every(isIdentity) ? 'identity' : 'reference';
  if (field.type?.name === 'RestrictedObject') return 'restricted';
  if (isTies(field)) return 'ties';
  return field.field === 'freshness' ? 'freshness' : 'walk';
}

function matters(field: Selected): boolean {
  if (field.type === undefined) return false;
  return howOf(field) !== 'walk' || showsOf(field.type.name) !== 'nothing' || field.below.some(matters);
}

const objects: ReadonlySet<string> = new Set(['Case', 'Document', 'JournalNote', 'Grant', 'Payment', 'Service']);

function showsOf(type: string | undefined): Way['shows'] {
  if (type === 'Party') return 'party';
  if (type === 'TimelineEntry' || type === 'SearchHit') return 'entry';
  return type !== undefined && objects.has(type) ? 'object' : 'nothing';
}

function nodeOf(type: string | undefined): Way['node'] {
  return type === 'Party' || type === 'Case' || type === 'Grant' ? type : undefined;
}

/** `party` of a relation, a role or a hit, `case` of a note, a link, an entry or a hit, `grant` of a line: the queries leave `{id}` there. */
function isReference({ parent, field }: Selected): boolean {
  return parent.name !== 'Query' && (field === 'party' || field === 'case' || field === 'grant');
}

function isIdentity({ field }: Selected): boolean {
  return field === 'id' || field === '__typename';
}

/** What the queries read of a node only where it was planned: see `NodePlan`. */
function isTies({ parent, field }: Selected): boolean {
  return parent.name === 'Case'
    ? field === 'relatedCases'
    : parent.name === 'Party' && (field === 'relations' || field === 'freshness');
}
