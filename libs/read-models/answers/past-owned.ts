import type { DocumentView } from '../documents/document-overview.view.js';
import type { GrantView } from '../grants/grant-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { ComposedParty } from '../parties/party.view.js';
import type { ServiceView } from '../services/service-overview.view.js';
import type { SeenPayment } from './past-benefits.js';
import type { PastWorld, SeenCase } from './past-world.js';

/** What an owner's lists are made from. */
export interface OwnedObjects {
  readonly cases: ReadonlyMap<string, SeenCase>;
  readonly documents: ReadonlyMap<string, { view: DocumentView; visibleCases: string[] }>;
  readonly notes: ReadonlyMap<string, JournalNoteView>;
  readonly grants: ReadonlyMap<string, GrantView>;
  readonly payments: ReadonlyMap<string, SeenPayment>;
  readonly services: ReadonlyMap<string, ServiceView>;
  readonly party: ComposedParty | null;
}

/** The ids a statement finds. */
export async function ids(world: PastWorld, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await world.context.pool.query<{ id: string }>(text, values);
  return rows.map(({ id }) => id);
}

/** The party each node was then. */
export async function partiesOfNodes(world: PastWorld, nodes: readonly string[]): Promise<Map<string, string>> {
  const identities = await world.identities([...new Set(nodes)]);
  return new Map([...identities].map(([node, { id }]) => [node, id]));
}
