import { isUuid } from '#contracts';
import type { PartyKey } from './question.js';

/** Gives the nodes that a number may mean, the likelier first; bound to one authority's keys. */
export type NodeResolver = (key: PartyKey) => readonly string[];

/** The nodes a key may mean, the likelier first. An id is a node itself: that is why both ids of a merged party answer. */
export function partyKeyNodes(key: PartyKey, nodes: NodeResolver): readonly string[] {
  if (key.id !== null && key.id !== undefined) return isUuid(key.id) ? [key.id.toLowerCase()] : [];
  return nodes(key);
}
