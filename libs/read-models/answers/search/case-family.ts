import { caseVisibleSql } from '#access';
import type { CaseView } from '../../cases/case-overview.view.js';
import { foundedNameSql, shownNameSql } from '../called.js';
import { membershipsOf } from '../membership.js';
import { holdsAt } from '../statement-builder.js';
import { caseMatchesSql } from './case-matches.js';
import { isAnyRun, shownOnceSql } from '../twins.js';
import type { SearchedFamily } from './searched-family.js';

interface Told {
  readonly n: CaseView;
  /** The party of each number it ever named, with its name where that is not protected. */
  readonly p: readonly (readonly [node: string, party: string, name: string | null])[];
}

/** Cases by title, number, status text and the names of their parties. */
export const caseFamily: SearchedFamily<Told> = {
  kind: 'CASE',
  hits: ({ names: { authority, now }, words, depth }) => {
    const seen = (row: string): string => `${holdsAt(row, now)} and ${caseVisibleSql(row)}`;
    const matches = caseMatchesSql({ words, depth }, { authority, now }, seen);
    if (depth === 'plain')
      return `select m.case_id as id, m.segment, m.score from (${matches}) m
        union all select null, null, null where ${isAnyRun(authority)}`;
    const found = `m join overview.case_current c on c.authority = ${authority} and c.case_id = m.case_id and c.segment = m.segment
      where ${isAnyRun(authority)}`;
    // A pair in a parallel run is the successor's case, whichever half is found.
    return `with m as materialized (${matches})
      select m.case_id as id, m.segment, m.score from m where not ${isAnyRun(authority)}
      union all select shown.id, shown.segment, shown.k from (${shownOnceSql({ key: 'm.score', isMatch: true, found }, authority, now)}) shown`;
  },
  told: ({ authority, now }, depth) => `(select '{"n":' || c.doc || ',"p":' || (
      select case when ${depth === 'plain' ? 'bool_or(pc.called)' : 'false'} then null else coalesce(json_agg(json_build_array(cp.node_id, pn.party_id,
          ${depth === 'plain' ? foundedNameSql('pc') : shownNameSql({ authority, now }, 'pc')}))::text, '[]') end from overview.case_party cp
        join overview.party_node pn on pn.node_id = cp.node_id
        join overview.party_current pc on pc.party_id = pn.party_id and ${holdsAt('pc', now)}
       where cp.authority = ${authority} and cp.case_id = c.case_id) || '}'
    from overview.case_current c where c.authority = ${authority} and c.case_id = p.id and c.segment = p.segment)`,
  show({ n: { id, title, caseNumber, statusText, partyLinks }, p }) {
    const partyOf = new Map(p.map(([node, party]) => [node, party]));
    const nameOf = new Map(p.map(([, party, name]) => [party, name]));
    const parties = membershipsOf(partyLinks, (node) => partyOf.get(node));
    return {
      title,
      texts: [title, caseNumber, statusText, ...new Set(parties.map(({ partyId }) => nameOf.get(partyId) ?? null))],
      partyId: parties.find(({ role }) => role === 'PRIMARY')?.partyId ?? null,
      caseId: id,
    };
  },
};
