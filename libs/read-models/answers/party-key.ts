import { isUuid } from '#contracts';
import { partyKeyNodeIds, type AuthorityKeyring, type PartyLookUpKey } from '#personal-data';
import type { PartyKey } from './question.js';

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
