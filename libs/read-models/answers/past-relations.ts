import { EXISTS, memberCourse, memberKeys, valueAt } from '#projection-engine';
import type { CaseView } from '../cases/case-overview.view.js';
import { isFounded } from '../parties/identity.js';
import { ids } from './past-owned.js';
import type { PastIdentity, PastWorld } from './past-world.js';
import { relationsAt, type RelationView, type StatedRelation } from './relations.js';

/** Relations stated by either side, with the parties the nodes were then. */
export async function pastRelations(world: PastWorld, identity: PastIdentity): Promise<RelationView[]> {
  const { knownAt, asOf } = world.moment;
  const stated: (Omit<StatedRelation, 'partyId'> & { node: string })[] = [];
  const collect = (subject: PastIdentity['subjects'][number], backward: boolean): void => {
    if (!isFounded(subject.row, knownAt) || valueAt(subject.row, EXISTS, world.moment) !== true) return;
    for (const key of memberKeys(subject.row, 'relation')) {
      const [kind = '', node = ''] = key.split('/');
      if (backward && !identity.nodes.has(node)) continue;
      for (const { from, to, value, statement } of memberCourse(subject.row, 'relation', key, knownAt)) {
        const other = backward ? subject.nodeId : node;
        stated.push({ kind, backward, node: other, present: value !== null, statement: { ...statement, from, to } });
      }
    }
  };
  for (const subject of identity.subjects) collect(subject, false);
  const others = await ids(
    world,
    'select distinct node_id as id from overview.party_relation where other_node_id = any($1::uuid[])',
    [[...identity.nodes]],
  );
  const theirs = await world.identities(others);
  for (const node of others) {
    const subject = theirs.get(node)?.subjects.find(({ nodeId }) => nodeId === node);
    if (subject !== undefined) collect(subject, true);
  }
  const parties = await world.identities([...new Set(stated.map(({ node }) => node))]);
  return relationsAt(
    stated.flatMap(({ node, ...relation }) => {
      const partyId = parties.get(node)?.id;
      return partyId === undefined ? [] : [{ ...relation, partyId }];
    }),
    asOf,
  );
}

/** Related cases, whichever side stated it, where both are seen. */
export async function relatedCases(
  world: PastWorld,
  id: string,
  view: CaseView,
): Promise<{ kind: string; case: { id: string } }[]> {
  const { authority } = world.context.scope;
  const stating = await world.cases(
    await ids(
      world,
      'select distinct case_id as id from overview.case_relation where authority = $1 and other_id = $2',
      [authority, id],
    ),
  );
  const there = await world.cases(view.relationLinks.map(({ caseId }) => caseId));
  const found = new Map<string, { kind: string; case: { id: string } }>();
  const add = (kind: string, other: string): unknown => found.set(`${kind}/${other}`, { kind, case: { id: other } });
  for (const { kind, caseId } of view.relationLinks) if (there.has(caseId)) add(kind, caseId);
  for (const [other, { view: theirs }] of stating) {
    for (const { kind, caseId } of theirs.relationLinks) {
      if (caseId === id) add(kind === 'PARENT' ? 'CHILD' : kind === 'PRECEDENT' ? 'SUCCESSOR' : 'OTHER', other);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
