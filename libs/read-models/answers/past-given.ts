import { ids, partiesOfNodes, type OwnedObjects } from './past-owned.js';
import type { OrderedRow } from './page.js';
import type { PastIdentity, PastWorld } from './past-world.js';
import { grantNode, paymentNode, serviceNode } from './shape.js';

/** The families of what is given to a party. */
type Given = 'grant' | 'payment' | 'service';

/** Those that were ever said to belong to one of these: nodes of a party, a case, a grant. */
export const belonging = (world: PastWorld, kind: Given, owners: readonly string[]): Promise<string[]> =>
  ids(
    world,
    `select distinct ${kind}_id as id from overview.${kind}_owner where authority = $1 and owner_id = any($2::uuid[])`,
    [world.context.scope.authority, owners],
  );

/** Those of them for which it holds. */
export const only = <T>(all: ReadonlyMap<string, T>, isMine: (one: T) => boolean): Map<string, T> =>
  new Map([...all].filter(([, one]) => isMine(one)));

/** What is given to a party. */
export async function givenTo(
  world: PastWorld,
  { nodes }: PastIdentity,
): Promise<Pick<OwnedObjects, 'grants' | 'payments' | 'services'>> {
  const owners = [...nodes];
  return {
    grants: only(await world.grants(await belonging(world, 'grant', owners)), (view) => nodes.has(view.partyNode)),
    payments: only(await world.payments(await belonging(world, 'payment', owners)), ({ view }) =>
      nodes.has(view.partyNode),
    ),
    services: only(await world.services(await belonging(world, 'service', owners)), (view) =>
      nodes.has(view.partyNode),
    ),
  };
}

/** The payments of a grant that the caller sees. */
export async function ownedByGrant(world: PastWorld, id: string): Promise<OwnedObjects> {
  const payments = await world.payments(await belonging(world, 'payment', [id]));
  return {
    cases: new Map(),
    documents: new Map(),
    notes: new Map(),
    grants: new Map(),
    payments: only(payments, ({ lines }) => lines.some(({ grant }) => grant.id === id)),
    services: new Map(),
    party: null,
  };
}

/** The rows of a list of grants, payments or services. */
export async function givenRows(
  world: PastWorld,
  kind: 'grants' | 'payments' | 'services',
  owned: OwnedObjects,
): Promise<OrderedRow[]> {
  switch (kind) {
    case 'grants': {
      const partyOf = await partiesOfNodes(
        world,
        [...owned.grants.values()].map(({ partyNode }) => partyNode),
      );
      return [...owned.grants.values()].map(({ benefits, plans, ...view }) => ({
        key: view.start,
        id: view.id,
        node: grantNode(view, partyOf.get(view.partyNode) ?? null, benefits, plans),
      }));
    }
    case 'payments': {
      const partyOf = await partiesOfNodes(
        world,
        [...owned.payments.values()].map(({ view }) => view.partyNode),
      );
      return [...owned.payments.values()].map(({ view: { namedLines: _, ...view }, lines }) => ({
        key: view.dispositionDate,
        id: view.id,
        node: paymentNode(view, partyOf.get(view.partyNode) ?? null, lines),
      }));
    }
    case 'services':
      return [...owned.services.values()].map((view) => ({
        key: view.start,
        id: view.id,
        node: serviceNode({ ...view }),
      }));
  }
}
