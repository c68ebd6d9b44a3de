import type { GrantView } from '../grants/grant-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { ComposedParty } from '../parties/party.view.js';
import type { ServiceView } from '../services/service-overview.view.js';
import type { SeenPayment } from './past-benefits.js';
import type { SeenCase, SeenDocument } from './past-world.js';

/** What an owner's lists are made from. */
export interface OwnedObjects {
  readonly cases: ReadonlyMap<string, SeenCase>;
  readonly documents: ReadonlyMap<string, SeenDocument>;
  readonly notes: ReadonlyMap<string, JournalNoteView>;
  readonly grants: ReadonlyMap<string, GrantView>;
  readonly payments: ReadonlyMap<string, SeenPayment>;
  readonly services: ReadonlyMap<string, ServiceView>;
  readonly party: ComposedParty | null;
}
