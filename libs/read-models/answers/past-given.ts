import type { OrderedRow } from './page.js';
import type { OwnedObjects } from './past-owned.js';
import type { PastWorld } from './past-world.js';
import { grantNode, paymentNode, serviceNode } from './shape.js';

/** The rows of a list of grants, payments or services. */
export function givenRows(
  { identity }: PastWorld,
  kind: 'grants' | 'payments' | 'services',
  owned: OwnedObjects,
): OrderedRow[] {
  const partyOf = (node: string): string | null => identity(node)?.id ?? null;
  switch (kind) {
    case 'grants':
      return [...owned.grants.values()].map(({ benefits, plans, ...view }) => ({
        key: view.start,
        id: view.id,
        node: grantNode(view, partyOf(view.partyNode), benefits, plans),
      }));
    case 'payments':
      return [...owned.payments.values()].map(({ view: { namedLines: _, ...view }, lines }) => ({
        key: view.dispositionDate,
        id: view.id,
        node: paymentNode(view, partyOf(view.partyNode), lines),
      }));
    case 'services':
      return [...owned.services.values()].map((view) => ({
        key: view.start,
        id: view.id,
        node: serviceNode({ ...view }),
      }));
  }
}
