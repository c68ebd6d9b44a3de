import { viewDocument } from '../documents/document-overview.view.js';
import { restrictedIn } from './live-restricted.js';
import { membershipsOf } from './membership.js';
import { twinsAmong, type PastIdentity, type PastWorld } from './past-world.js';
import type { ListPlan, RestrictedObject } from './question.js';

/**
 * What of the party's cases and documents was there at the moment and is hidden from the caller, by the rights of then or
 * of today: one for each, where the authority has chosen to tell of them.
 * @param shown his cases that the caller sees, by id
 */
export function restrictedOfParty(
  world: PastWorld,
  { id: partyId, nodes }: PastIdentity,
  shown: ReadonlyMap<string, unknown>,
  kind: ListPlan['kind'],
): RestrictedObject[] {
  if (!world.material.tellsOfHidden) return [];
  const isMine = (node: string): boolean => nodes.has(node);
  const there = world.casesThere();
  const mine = [...there].filter(
    ([, { view }]) => membershipsOf(view.partyLinks, (node) => (isMine(node) ? partyId : undefined)).length > 0,
  );
  const sources =
    kind === 'cases'
      ? hiddenCases(
          world,
          mine.map(([id]) => id),
          shown,
        )
      : hiddenDocuments(world, new Set(mine.map(([id]) => id)), isMine);
  return restrictedIn(kind, sources.sort());
}

/** Of a pair in a parallel run one, and none where either half is shown. */
function hiddenCases(world: PastWorld, mine: readonly string[], shown: ReadonlyMap<string, unknown>): string[] {
  const there = world.casesThere();
  const twins = twinsAmong(there, world.material.runs);
  const hidden = mine.filter((id) => !world.cases().has(id)).map((id) => twins.get(id) ?? id);
  return [...new Set(hidden)].filter((id) => !shown.has(id)).map((id) => there.get(id)?.view.source ?? '');
}

function hiddenDocuments(world: PastWorld, cases: ReadonlySet<string>, isMine: (node: string) => boolean): string[] {
  return [...world.material.documents].flatMap(([id, row]) => {
    const view = world.documents().has(id) ? undefined : viewDocument(id, row, world.moment);
    if (view === undefined) return [];
    return view.caseLinks.some(({ caseId }) => cases.has(caseId)) || view.partyNodes.some(isMine) ? view.source : [];
  });
}
