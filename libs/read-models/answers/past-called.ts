import type { ComposedParty, Mention } from '../parties/party.view.js';
import type { PastBenefits } from './past-benefits.js';
import type { PastMaterial } from './past-material.js';

/** What the caller sees of a past world. */
interface Seen {
  cases(): ReadonlyMap<string, unknown>;
  documents(): ReadonlyMap<string, unknown>;
  benefits(): Pick<PastBenefits, 'grants' | 'payments' | 'services'>;
}

/** Who was who there. */
interface Identified {
  readonly material: PastMaterial;
  identity(nodeId: string): { readonly composed: Pick<ComposedParty, 'isCalled' | 'view'> | undefined } | undefined;
}

/** The caller sees the object whose event the mention is; the same rule as `called.ts` has in SQL. */
export function isMentionTold(world: Seen, { family, objectId }: Pick<Mention, 'family' | 'objectId'>): boolean {
  switch (family) {
    case 'party':
      return true;
    case 'case':
      return world.cases().has(objectId);
    case 'document':
      return world.documents().has(objectId);
    case 'grant':
      return world.benefits().grants().has(objectId);
    case 'payment':
      return world.benefits().payments().has(objectId);
    case 'service':
      return world.benefits().services().has(objectId);
    default:
      return false;
  }
}

/**
 * Whether a party may be called by an object that was not read: the one that was read for a name turned out to be hidden, others
 * tell the same name, and nothing else does.
 */
export function isMoreToRead(world: Seen & Identified): boolean {
  return world.material.calling.some(({ nodeId, name, family, objectId, others }) => {
    const composed = world.identity(nodeId)?.composed;
    return (
      others > 0 &&
      composed?.isCalled === true &&
      composed.view.name !== name &&
      !isMentionTold(world, { family, objectId })
    );
  });
}
