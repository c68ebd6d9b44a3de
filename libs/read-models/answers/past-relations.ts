import { EXISTS, memberCourse, memberKeys, valueAt } from '#projection-engine';
import type { CaseView } from '../cases/case-overview.view.js';
import { isFounded, type Subject } from '../parties/identity.js';
import type { PastIdentity, PastWorld } from './past-world.js';
import { relationsAt, type RelationView, type StatedRelation } from './relations.js';

/** Relations stated by either side, with the parties the nodes were then. */
export function pastRelations(
  { material, moment, identity: identityOf }: PastWorld,
  party: PastIdentity,
): RelationView[] {
  const { knownAt, asOf } = moment;
  const stated: StatedRelation[] = [];
  const collect = (subject: Subject, key: string, otherNode: string, backward: boolean): void => {
    const partyId = identityOf(otherNode)?.id;
    if (partyId === undefined) return;
    const kind = key.slice(0, key.indexOf('/'));
    for (const { from, to, value, statement } of memberCourse(subject.row, 'relation', key, knownAt))
      stated.push({ kind, backward, partyId, present: value !== null, statement: { ...statement, from, to } });
  };
  for (const subject of material.subjects) {
    const isMine = party.nodes.has(subject.nodeId);
    const keys = memberKeys(subject.row, 'relation').filter((key) => isMine || party.nodes.has(nodeIn(key)));
    if (keys.length === 0 || !isFounded(subject.row, knownAt) || valueAt(subject.row, EXISTS, moment) !== true)
      continue;
    for (const key of keys) {
      if (isMine) collect(subject, key, nodeIn(key), false);
      if (party.nodes.has(nodeIn(key))) collect(subject, key, subject.nodeId, true);
    }
  }
  return relationsAt(stated, asOf);
}

const nodeIn = (key: string): string => key.slice(key.indexOf('/') + 1);

/** Related cases, whichever side stated it, where both are seen. */
export function relatedCases(world: PastWorld, id: string, view: CaseView): { kind: string; case: { id: string } }[] {
  const seen = world.cases();
  const found = new Map<string, { kind: string; case: { id: string } }>();
  const add = (kind: string, other: string): void => {
    const shown = world.shownAs(other);
    // A case is not related to its own other half.
    if (other === id || shown !== id) found.set(`${kind}/${shown}`, { kind, case: { id: shown } });
  };
  for (const { kind, caseId } of view.relationLinks) if (seen.has(caseId)) add(kind, caseId);
  for (const [other, { view: theirs }] of seen) {
    for (const { kind, caseId } of theirs.relationLinks) {
      if (caseId === id) add(kind === 'PARENT' ? 'CHILD' : kind === 'PRECEDENT' ? 'SUCCESSOR' : 'OTHER', other);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
