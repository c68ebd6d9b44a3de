import {
  EXISTS,
  claimsOf,
  compareStatements,
  memberKeys,
  type Json,
  type RecordedEvent,
  type Statement,
} from '#projection-engine';
import type { Instant } from '#contracts';
import type { NumberValue, PartyRow } from './party-statements.projection.js';

/*
 * Identity is a graph: nodes are numbers and the sources' own subjects; a founded subject is joined to every number it
 * was ever said to have, and to subjects it was merged with. A party is a connected component. It moves on the
 * recorded axis only, so periods play no part here. "Unmerged" keeps two subjects apart even where a number joins them.
 */

/** A subject with its row, as identity needs it. */
export interface Subject {
  readonly nodeId: string;
  readonly row: PartyRow;
}

/** A component: its nodes, and the id it is known by, that of the node recorded first. */
export interface Component {
  readonly id: string;
  readonly nodes: ReadonlySet<string>;
}

/** Whether the source's founding event of the party is among what is known. */
export const isFounded = (row: PartyRow, knownAt: Instant | null): boolean =>
  !row.purged && claimsOf(row, EXISTS, knownAt).some(({ value }) => value === true);

/** The kind of party the subject is, by its latest registered founding event. */
export const kindOf = (row: PartyRow, knownAt: Instant | null): string => {
  const kinds = claimsOf(row, 'kind', knownAt).sort((a, b) => compareStatements(b.statement, a.statement));
  return typeof kinds[0]?.value === 'string' ? kinds[0].value : 'person';
};

/** The node of a number for a party of this kind: persons and companies never join. */
function nodeFor(value: Json, kind: string): string {
  const number = value as unknown as NumberValue;
  const natural = number.type === 'cvr' || number.type === 'pnr' ? 'company' : 'person';
  return number.kindUnknown === true && natural !== kind ? number.otherKindNodeId : number.nodeId;
}

/** The nodes of the numbers that a founded subject was ever said to have. */
export function numberNodes(row: PartyRow, knownAt: Instant | null): string[] {
  const kind = kindOf(row, knownAt);
  const nodes = new Set<string>();
  for (const group of ['identifier', 'named']) {
    for (const key of memberKeys(row, group)) {
      for (const { value } of claimsOf(row, `${group}/${key}`, knownAt))
        if (value !== null) nodes.add(nodeFor(value, kind));
    }
    for (const { value } of claimsOf(row, `${group}*`, knownAt)) {
      for (const each of Object.values(value as Record<string, Json>)) nodes.add(nodeFor(each, kind));
    }
  }
  for (const { value } of claimsOf(row, 'pNumber*', knownAt)) {
    for (const node of Object.values(value as Record<string, string>)) nodes.add(node);
  }
  return [...nodes];
}

/** What was last registered of a pair, by subjects that are founded: merged or kept apart. The pair has no direction. */
function pairs(
  subjects: readonly Subject[],
  knownAt: Instant | null,
): Map<string, { a: string; b: string; merged: boolean }> {
  const latest = new Map<string, { a: string; b: string; merged: boolean; statement: Statement }>();
  for (const { nodeId, row } of subjects) {
    if (!isFounded(row, knownAt)) continue;
    for (const into of memberKeys(row, 'merge')) {
      const key = nodeId < into ? `${nodeId}|${into}` : `${into}|${nodeId}`;
      for (const { statement, value } of claimsOf(row, `merge/${into}`, knownAt)) {
        const known = latest.get(key);
        if (known === undefined || compareStatements(statement, known.statement) > 0) {
          latest.set(key, { a: nodeId, b: into, merged: value === 'merged', statement });
        }
      }
    }
  }
  return latest;
}

/** Trees of joined nodes, each with when the first of its subjects was recorded. */
class Forest {
  private readonly parents = new Map<string, string>();
  constructor(private readonly recorded: Map<string, number>) {}

  root(node: string): string {
    const parent = this.parents.get(node);
    if (parent === undefined || parent === node) return node;
    const root = this.root(parent);
    this.parents.set(node, root);
    return root;
  }
  firstOf(node: string): number {
    return this.recorded.get(this.root(node)) ?? Number.MAX_SAFE_INTEGER;
  }
  join(a: string, b: string): void {
    const [left, right] = [this.root(a), this.root(b)];
    if (left === right) return;
    this.recorded.set(left, Math.min(this.firstOf(left), this.firstOf(right)));
    this.parents.set(right, left);
  }
}

/** Every node a subject is tied to, kept apart or not: what must be looked at together. */
export function tiedNodes({ row }: Subject): string[] {
  return [...(isFounded(row, null) ? numberNodes(row, null) : []), ...(row.purged ? [] : memberKeys(row, 'merge'))];
}

/**
 * The components among the nodes. What was merged is tied first, then each subject to its numbers, in the order in which
 * they were recorded; a tie that would bring two unmerged subjects together is left out. So the party recorded first keeps
 * the number that both have, and whoever shares numbers with both goes with it.
 */
export function components(
  nodes: ReadonlyMap<string, number>,
  subjects: readonly Subject[],
  knownAt: Instant | null,
): Component[] {
  const orderOf = (node: string): number => nodes.get(node) ?? Number.MAX_SAFE_INTEGER;
  // A subject counts from its own first event: one may be named, to be merged into, before it is heard of.
  const recorded = new Map(subjects.map(({ nodeId, row }) => [nodeId, row.firstPosition]));
  const recordOf = (node: string): number => recorded.get(node) ?? orderOf(node);
  const stated = [...pairs(subjects, knownAt).values()];
  const apart = stated.filter(({ merged }) => !merged);
  const forest = new Forest(new Map(recorded));
  const tie = (one: string, other: string): void => {
    const [left, right] = [forest.root(one), forest.root(other)];
    const forbidden = apart.some(({ a, b }) => {
      const [x, y] = [forest.root(a), forest.root(b)];
      return x !== y && ((x === left && y === right) || (x === right && y === left));
    });
    if (!forbidden) forest.join(one, other);
  };
  const byRecord = (one: readonly number[], other: readonly number[]): number =>
    (one[0] ?? 0) - (other[0] ?? 0) || (one[1] ?? 0) - (other[1] ?? 0);
  stated
    .filter(({ merged }) => merged)
    .map(({ a, b }) => ({ a, b, records: [recordOf(a), recordOf(b)].sort((one, other) => one - other) }))
    .sort((one, other) => byRecord(one.records, other.records))
    .forEach(({ a, b }) => tie(a, b));
  const founded = subjects.filter(({ row }) => isFounded(row, knownAt));
  for (const { nodeId, row } of founded.sort((one, other) => one.row.firstPosition - other.row.firstPosition)) {
    const numbers = numberNodes(row, knownAt);
    if (apart.length > 0) numbers.sort((one, other) => forest.firstOf(one) - forest.firstOf(other));
    for (const number of numbers) tie(nodeId, number);
  }
  const groups = new Map<string, string[]>();
  for (const node of nodes.keys()) {
    const root = forest.root(node);
    groups.set(root, [...(groups.get(root) ?? []), node]);
  }
  const subjectNodes = new Set(subjects.map(({ nodeId }) => nodeId));
  return [...groups.values()].map((members) => {
    members.sort(
      (a, b) =>
        orderOf(a) - orderOf(b) || Number(subjectNodes.has(b)) - Number(subjectNodes.has(a)) || (a < b ? -1 : 1),
    );
    return { id: members[0] ?? '', nodes: new Set(members) };
  });
}

/** The nodes that a party event says its subject to be, or not to be. */
export function nodesNamedBy(event: RecordedEvent): string[] {
  const both = (number: NumberValue): string[] => [number.nodeId, number.otherKindNodeId];
  if (event.name === 'party.registered') return event.data.identifiers.flatMap(both);
  if (event.name === 'party.identifier-changed') return [...both(event.data.old), ...both(event.data.new)];
  if (event.name === 'party.merged' || event.name === 'party.unmerged') return [event.data.intoNodeId];
  if (event.name !== 'party.company-changed') return [];
  return (event.data.pNumbers ?? []).map(({ nodeId }) => nodeId);
}
