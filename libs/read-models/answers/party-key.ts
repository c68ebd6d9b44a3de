import type { Pool } from 'pg';
import { isUuid } from '#contracts';
import { partyKeyNodeIds, type AuthorityKeyring, type PartyLookUpKey } from '#personal-data';
import type { PartyKey } from './question.js';

/**
 * SQL of the nodes that a key means: of a number those that stand for it now, which after an erasure are others. An id means
 * the node it is, erased or not.
 */
export function askedNodesSql(key: PartyKey, nodes: NodeResolver, add: (value: unknown) => string): string {
  const asked = `${add(partyKeyNodes(key, nodes))}::uuid[]`;
  return isById(key) ? asked : nodesNowSql(asked);
}

/** SQL of the nodes that stand for numbers now, from that of their first ones. */
export const nodesNowSql = (nodes: string): string => `overblik.nodes_now(${nodes})`;

/** The nodes that a key means, where they are asked for by themselves. */
export async function askedNodes(
  { pool, nodes }: { readonly pool: Pool; readonly nodes: NodeResolver },
  key: PartyKey,
): Promise<readonly string[]> {
  const first = partyKeyNodes(key, nodes);
  return isById(key) ? first : nodesNow(pool, first);
}

/** The nodes that stand for numbers now, from that of their first ones: after an erasure they are others. */
export async function nodesNow(pool: Pool, first: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ nodes: string[] }>(`select ${nodesNowSql('$1::uuid[]')}::text[] as nodes`, [
    first,
  ]);
  return rows[0]?.nodes ?? [];
}

const isById = ({ id }: PartyKey): boolean => id !== null && id !== undefined;

/** Gives the nodes that a number may mean, the likelier first; bound to one authority's keys. */
export type NodeResolver = (key: PartyKey) => readonly string[];

/** By each authority's own keys: a number is only ever looked for by its keyed hash. */
export function nodeResolverOf(keyring: AuthorityKeyring): (authority: string) => NodeResolver {
  return (authority) => {
    const keys = keyring(authority);
    return (key) => partyKeyNodeIds(lookUpKey(key), keys);
  };
}

/** The nodes a key may mean, the likelier first. An id is a node itself: that is why both ids of a merged party answer. */
export function partyKeyNodes(key: PartyKey, nodes: NodeResolver): readonly string[] {
  if (key.id !== null && key.id !== undefined) return isUuid(key.id) ? [key.id.toLowerCase()] : [];
  return nodes(key);
}

/** An id is no number and means no node but itself, so it never comes here. */
function lookUpKey(key: PartyKey): PartyLookUpKey {
  const { cpr, cvr, pnr, replacement, other } = key;
  if (cpr !== null && cpr !== undefined) return { cpr };
  if (cvr !== null && cvr !== undefined) return { cvr };
  if (pnr !== null && pnr !== undefined) return { pnr };
  if (replacement !== null && replacement !== undefined) return { replacement };
  if (other !== null && other !== undefined) return { other };
  return { cvr: '' };
}
