import { caseVisibleSql } from '#access';
import type { CaseView } from '../../cases/case-overview.view.js';
import { casePartiesJson } from '../live-lists.js';
import { membershipsOf } from '../membership.js';
import { holdsAt } from '../statement-builder.js';
import { caseMatchesSql } from './case-matches.js';
import type { SearchedFamily } from './searched-family.js';

interface Told {
  readonly n: CaseView;
  /** The party of each number it ever named. */
  readonly p: readonly (readonly [node: string, party: string])[];
  /** The names of those parties that are not protected. */
  readonly a: Readonly<Record<string, string>>;
}

/** Cases by title, number, status text and the names of their parties. */
export const caseFamily: SearchedFamily<Told> = {
  kind: 'CASE',
  hits: ({ names: { authority, now }, words }) => `select c.case_id as id, c.segment, m.score
    from (${caseMatchesSql(words, { authority, now })}) m
    join overview.case_current c on c.authority = ${authority} and c.case_id = m.case_id and c.segment = m.segment and ${holdsAt('c', now)}
   where ${caseVisibleSql('c')}`,
  told: ({ authority, now }) => `(select '{"n":' || c.doc || ',"p":' || ${casePartiesJson(authority, 'c.case_id')} || ',"a":' || coalesce((
      select json_object_agg(pc.party_id, pc.doc::json ->> 'name')::text from overview.party_current pc
       where pc.party_id in (select pn.party_id from overview.case_party cp join overview.party_node pn on pn.node_id = cp.node_id
               where cp.authority = ${authority} and cp.case_id = c.case_id)
         and ${holdsAt('pc', now)} and pc.doc::json ->> 'name' is not null), '{}') || '}'
    from overview.case_current c where c.authority = ${authority} and c.case_id = p.id and c.segment = p.segment)`,
  show({ n: { id, title, caseNumber, statusText, partyLinks }, p, a: nameOf }) {
    const partyOf = new Map(p);
    const parties = membershipsOf(partyLinks, (node) => partyOf.get(node));
    return {
      title,
      texts: [title, caseNumber, statusText, ...new Set(parties.map(({ partyId }) => nameOf[partyId] ?? null))],
      partyId: parties.find(({ role }) => role === 'PRIMARY')?.partyId ?? null,
      caseId: id,
    };
  },
};
