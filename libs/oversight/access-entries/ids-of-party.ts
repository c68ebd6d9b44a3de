import type { Pool } from 'pg';
import type { AuthorityKeyring } from '#personal-data';
import { askedNodes, nodeResolverOf, partyFinder, type PartyKey } from '#read-models/queries';

/** With what parties are found. */
export interface Finding {
  readonly pool: Pool;
  readonly keyring: AuthorityKeyring;
}

/**
 * Every id by which entries may name the party: what the key means, and the ids of all that is one with it today. None where
 * the key can be nobody's.
 */
export async function idsOfParty({ pool, keyring }: Finding, authority: string, key: PartyKey): Promise<string[]> {
  const nodes = await askedNodes({ pool, nodes: nodeResolverOf(keyring)(authority) }, key);
  return withMerged(pool, authority, nodes);
}

/** The nodes, and all that is one with any of them today. */
export async function withMerged(pool: Pool, authority: string, nodes: readonly string[]): Promise<string[]> {
  const find = partyFinder(pool);
  const parties = await Promise.all(nodes.map((node) => find(authority, node)));
  const ids = parties.flatMap((party) =>
    party === null ? [] : [party.partyId, ...party.nodes.map(({ nodeId }) => nodeId)],
  );
  return [...new Set([...nodes, ...ids])];
}
