import type { GrantView } from '../grants/grant-overview.view.js';
import type { OrderedRow } from './page.js';
import type { OwnedObjects } from './past-owned.js';
import type { PastWorld } from './past-world.js';
import type { Node } from './question.js';
import { grantNode, paymentNode, serviceNode } from './shape.js';

/** The rows of a list of grants, payments or services, newest first by their keys. */
export function givenRows(
  world: PastWorld,
  kind: 'grants' | 'payments' | 'services',
  owned: OwnedObjects,
): OrderedRow[] {
  switch (kind) {
    case 'grants':
      return [...owned.grants.values()].map((view) => ({
        key: view.start,
        id: view.id,
        node: pastGrantNode(world, view),
      }));
    case 'payments':
      return [...owned.payments.values()].map(({ view: { namedLines: _, ...view }, lines }) => ({
        key: view.dispositionDate,
        id: view.id,
        node: paymentNode(view, partyOf(world, view.partyNode), lines),
      }));
    case 'services':
      return [...owned.services.values()].map((view) => ({
        key: view.start,
        id: view.id,
        node: serviceNode({ ...view }),
      }));
  }
}

/** The grant with its party as it was then. */
export const pastGrantNode = (world: PastWorld, { benefits, plans, ...view }: GrantView): Node =>
  grantNode(view, partyOf(world, view.partyNode), benefits, plans);

const partyOf = (world: PastWorld, node: string): string | null => world.identity(node)?.id ?? null;
