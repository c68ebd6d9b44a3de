import type { GrantView } from '../grants/grant-overview.view.js';
import type { JournalNoteView } from '../journal-notes/journal-note-overview.view.js';
import type { ComposedParty } from '../parties/party.view.js';
import type { ServiceView } from '../services/service-overview.view.js';
import { membershipsOf } from './membership.js';
import type { SeenPayment } from './past-benefits.js';
import { restrictedOfParty } from './past-restricted.js';
import type { PastIdentity, PastWorld, SeenCase, SeenDocument } from './past-world.js';
import type { ListPlan, RestrictedObject } from './question.js';

/** What an owner's lists are made from. */
export interface OwnedObjects {
  readonly cases: ReadonlyMap<string, SeenCase>;
  readonly documents: ReadonlyMap<string, SeenDocument>;
  readonly notes: ReadonlyMap<string, JournalNoteView>;
  readonly grants: ReadonlyMap<string, GrantView>;
  readonly payments: ReadonlyMap<string, SeenPayment>;
  readonly services: ReadonlyMap<string, ServiceView>;
  readonly party: ComposedParty | null;
  /** Of a list that tells of them, the objects that are hidden from the caller. */
  restricted(kind: ListPlan['kind']): RestrictedObject[];
}

const NOTHING: OwnedObjects = {
  cases: new Map(),
  documents: new Map(),
  notes: new Map(),
  grants: new Map(),
  payments: new Map(),
  services: new Map(),
  party: null,
  restricted: () => [],
};

/** All of a party's lists, as far as the caller sees them. */
export function ownedByParty(world: PastWorld, identity: PastIdentity, party: ComposedParty): OwnedObjects {
  const isMine = (node: string): boolean => identity.nodes.has(node);
  const named = selected(
    world.cases(),
    ({ view }) => membershipsOf(view.partyLinks, (node) => (isMine(node) ? identity.id : undefined)).length > 0,
  );
  const shown = new Set([...named.keys()].map((id) => world.shownAs(id)));
  const cases = selected(world.cases(), ({ view }) => shown.has(view.id));
  const liesOnMine = (caseId: string): boolean => shown.has(world.shownAs(caseId));
  return {
    cases,
    documents: selected(
      world.documents(),
      ({ view }) => view.caseLinks.some(({ caseId }) => liesOnMine(caseId)) || view.partyNodes.some(isMine),
    ),
    notes: selected(world.notes(), ({ caseId }) => liesOnMine(caseId)),
    grants: selected(world.benefits().grants(), ({ partyNode }) => isMine(partyNode)),
    payments: selected(world.benefits().payments(), ({ view }) => isMine(view.partyNode)),
    services: selected(world.benefits().services(), ({ partyNode }) => isMine(partyNode)),
    party,
    restricted: (kind) => restrictedOfParty(world, identity, cases, kind),
  };
}

/** All of a case's lists, as far as the caller sees them. */
export function ownedByCase(world: PastWorld, id: string, seen: SeenCase): OwnedObjects {
  return {
    ...NOTHING,
    cases: new Map([[id, seen]]),
    documents: selected(world.documents(), ({ view }) =>
      view.caseLinks.some(({ caseId }) => world.shownAs(caseId) === id),
    ),
    notes: selected(world.notes(), ({ caseId }) => world.shownAs(caseId) === id),
    grants: selected(world.benefits().grants(), ({ caseId }) => world.shownAs(caseId) === id),
    payments: selected(world.benefits().payments(), ({ lines }) =>
      lines.some(({ case: on }) => on !== null && world.shownAs(on.id) === id),
    ),
    services: selected(world.benefits().services(), ({ caseId }) => world.shownAs(caseId) === id),
  };
}

/** The payments of a grant that the caller sees. */
export function ownedByGrant(world: PastWorld, id: string): OwnedObjects {
  const payments = selected(world.benefits().payments(), ({ lines }) => lines.some(({ grant }) => grant?.id === id));
  return { ...NOTHING, payments };
}

function selected<T>(all: ReadonlyMap<string, T>, isWanted: (each: T) => boolean): Map<string, T> {
  return new Map([...all].filter(([, each]) => isWanted(each)));
}
