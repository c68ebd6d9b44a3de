import type { Instant } from '#contracts';
import type { Statement } from '#projection-engine';
import { relationsAt, type StatedRelation } from './relations.js';

/** What either side says of the relations of the owners, by subjects that are there. */
export const relationsJson = (
  nodesOf: string,
  now: string,
): string => `(select json_agg(json_build_array(x.owner_id, x.kind, x.backward, x.party_id, x.present, x.statement))::text from (
  select o.owner_id, r.kind, false as backward, n.party_id, r.present, r.statement
    from ${nodesOf} o join overview.party_relation r on r.node_id = o.node_id and r.there_from <= ${now} and r.there_to > ${now}
    join overview.party_node n on n.node_id = r.other_node_id and not n.erased
  union all
  select o.owner_id, r.kind, true, n.party_id, r.present, r.statement
    from ${nodesOf} o join overview.party_relation r on r.other_node_id = o.node_id and r.there_from <= ${now} and r.there_to > ${now}
    join overview.party_node n on n.node_id = r.node_id and not n.erased) x)`;

type RawRelation = [
  owner: string,
  kind: string,
  backward: boolean,
  partyId: string,
  present: boolean,
  statement: string,
];

/** The relations of each owner from what {@link relationsJson} gave. */
export function relationsFrom(text: string | null, now: Instant): Map<string, ReturnType<typeof relationsAt>> {
  const byOwner = new Map<string, StatedRelation[]>();
  for (const [owner, kind, backward, partyId, present, statement] of text === null
    ? []
    : (JSON.parse(text) as RawRelation[])) {
    const list = byOwner.get(owner) ?? [];
    byOwner.set(owner, list);
    list.push({ kind, backward, partyId, present, statement: JSON.parse(statement) as Statement });
  }
  return new Map([...byOwner].map(([owner, stated]) => [owner, relationsAt(stated, now)]));
}
