import type { ComposedParty } from '../parties/party.view.js';
import type { OwnedObjects } from './past-owned.js';
import { pastRelations } from './past-relations.js';
import type { PastIdentity, PastWorld } from './past-world.js';

/** Whether the party is there for the caller: a party event founded it, or he may see something of it. */
export function isPartySeen(
  world: PastWorld,
  identity: PastIdentity,
  composed: ComposedParty,
  owned: OwnedObjects,
): boolean {
  return (
    composed.founded ||
    owned.cases.size + owned.grants.size + owned.payments.size + owned.services.size > 0 ||
    [...owned.documents.values()].some(({ view }) => view.partyNodes.some((each) => identity.nodes.has(each))) ||
    pastRelations(world, identity).length > 0
  );
}
