import { loadRows, stateTable, type Place, type Reader } from '#projection-engine';
import { tiedNodes, type Subject } from './identity.js';
import { partyStatements, type PartyRow } from './party-statements.projection.js';
import { mentionTable, partyCurrent, partyNode } from './party-overview.table.js';
import type { Mention } from './party.view.js';

/** With what, and from where, the parties' tables are read: a page from the generation it writes, an answer from what is served. */
export interface PartyReading {
  readonly reader: Reader;
  readonly place: Place;
}

/** A node as `party_node` keeps it. */
export interface NodeRow {
  readonly nodeId: string;
  readonly authority: string;
  readonly isSubject: boolean;
  readonly firstPosition: number;
  readonly clusterId: string;
  readonly partyId: string;
}

interface StoredNode {
  node_id: string;
  authority: string;
  is_subject: boolean;
  first_position: string;
  cluster_id: string;
  party_id: string;
}

const NODE_COLUMNS = 'n.node_id, n.authority, n.is_subject, n.first_position, n.cluster_id, n.party_id';

const asNode = (stored: StoredNode): NodeRow => ({
  nodeId: stored.node_id,
  authority: stored.authority,
  isSubject: stored.is_subject,
  firstPosition: Number(stored.first_position),
  clusterId: stored.cluster_id,
  partyId: stored.party_id,
});

/** Every node of the clusters in which the given nodes lie; what was erased ties nothing together any more. */
export async function nodesOfClusters({ reader, place }: PartyReading, nodeIds: readonly string[]): Promise<NodeRow[]> {
  const { physical, relation } = place.of(partyNode);
  const rows = await reader.read<StoredNode>({
    name: `clusters ${physical}`,
    text: `select ${NODE_COLUMNS} from ${relation} n
      where not n.erased and n.cluster_id in (select cluster_id from ${relation} where node_id = any($1::uuid[]))`,
    values: [nodeIds],
  });
  return rows.map(asNode);
}

/** Those of the nodes whose party has a name of its own: what else names it changes nothing in its view. */
export async function nodesOfNamedParties(
  { reader, place }: PartyReading,
  nodeIds: readonly string[],
): Promise<Set<string>> {
  const { physical, relation } = place.of(partyNode);
  const rows = await reader.read<{ node_id: string }>({
    name: `named ${physical}`,
    text: `select n.node_id from ${relation} n join ${place.of(partyCurrent).relation} p on p.party_id = n.party_id and p.segment = 0
      where n.node_id = any($1::uuid[]) and p.named`,
    values: [nodeIds],
  });
  return new Set(rows.map(({ node_id: nodeId }) => nodeId));
}

/** The subjects' rows; a subject that is only named (merged into, not heard of) has none. */
export async function loadSubjects({ reader, place }: PartyReading, nodeIds: readonly string[]): Promise<Subject[]> {
  const rows = await loadRows<PartyRow>(reader, place.of(stateTable(partyStatements.name)), nodeIds);
  return [...rows].map(([nodeId, { row }]) => ({ nodeId, row }));
}

/** What named the nodes, by node. */
export async function loadMentions(
  { reader, place }: PartyReading,
  nodeIds: readonly string[],
): Promise<Map<string, Mention[]>> {
  const { physical, relation } = place.of(mentionTable);
  const rows = await reader.read<{
    node_id: string;
    kind: string;
    type: string;
    value: string;
    name: string | null;
    statement: string;
    family: string;
    object_id: string;
  }>({
    name: `nodes ${physical}`,
    text: `select node_id, kind, type, value, name, statement, family, object_id from ${relation} where node_id = any($1::uuid[])`,
    values: [nodeIds],
  });
  const byNode = new Map<string, Mention[]>();
  for (const { node_id: nodeId, kind, type, value, name, statement: told, family, object_id: objectId } of rows) {
    const statement = JSON.parse(told) as Mention['statement'];
    const mention = { nodeId, kind, type, value, name, statement, family, objectId };
    const list = byNode.get(nodeId);
    if (list === undefined) byNode.set(nodeId, [mention]);
    else list.push(mention);
  }
  return byNode;
}

/** Groups nodes that are tied at all, kept apart or not. */
export function clustersOf(nodes: readonly NodeRow[], subjects: readonly Subject[]): string[][] {
  const neighbours = new Map<string, Set<string>>(nodes.map(({ nodeId }) => [nodeId, new Set<string>()]));
  for (const subject of subjects) {
    for (const other of tiedNodes(subject)) {
      neighbours.get(subject.nodeId)?.add(other);
      neighbours.get(other)?.add(subject.nodeId);
    }
  }
  const seen = new Set<string>();
  const clusters: string[][] = [];
  for (const start of neighbours.keys()) {
    if (seen.has(start)) continue;
    const cluster: string[] = [];
    const queue = [start];
    seen.add(start);
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      cluster.push(node);
      for (const next of neighbours.get(node) ?? []) {
        if (seen.has(next)) continue;
        seen.add(next);
        queue.push(next);
      }
    }
    clusters.push(cluster);
  }
  return clusters;
}
