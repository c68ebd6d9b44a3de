import { caseVisibleSql, documentVisibleSql } from '#access';
import type { PartyView } from '../../parties/party.view.js';
import { isGivenSql } from '../live-benefits.js';
import { casesOfDocument } from '../live-rights.js';
import { isRelated, takesPart } from '../membership.js';
import { holdsAt } from '../statement-builder.js';
import { EXACT, EXACT_BESIDE, matchesAll, NEAR, NUMBERED } from './scores.js';
import type { Asked, SearchedFamily } from './searched-family.js';

/** Parties by name, address and number; a number must be the party's as a whole. */
export const partyFamily: SearchedFamily<PartyView> = {
  kind: 'PARTY',
  hits: partyHitsSql,
  told: () => '(select c.doc from overview.party_current c where c.party_id = p.id and c.segment = p.segment)',
  show: ({ id, name, nameProtected, identifiers, address }) => ({
    title: name ?? (nameProtected ? 'Navnet er beskyttet' : (identifiers[0]?.value ?? 'Uden navn')),
    texts: [
      name,
      ...(address === null ? [] : [...address.lines, address.coName, address.postalCode, address.city]),
      ...identifiers.filter(({ type }) => type !== 'CPR' && type !== 'REPLACEMENT').map(({ value }) => value),
    ],
    partyId: id,
    caseId: null,
  }),
};

/** Rows `(id, segment, score)` of the parties that match; those whom only hidden objects name are not there. */
export function partyHitsSql({ names, words, numbered }: Asked): string {
  const { authority, now, parameters } = names;
  const score = words.map(
    ({ exact }) =>
      `(case when p.name_words @> ${exact} then ${EXACT} when p.words @> ${exact} then ${EXACT_BESIDE} else ${NEAR} end)`,
  );
  const byWords =
    words.length === 0
      ? ''
      : `union all select p.party_id, ${score.join(' + ')} from overview.party_current p
          where p.authority = ${authority} and ${holdsAt('p', now)} and ${matchesAll('p.words', words)}`;
  const nodes = 'overview.party_node n';
  return `select p.party_id as id, p.segment, max(h.score)::int as score
      from (select n.party_id, ${NUMBERED} as score from ${nodes} where n.authority = ${authority} and n.node_id = any((select ${parameters.add([...numbered])}::uuid[])::uuid[]) ${byWords}) h
      join overview.party_current p on p.party_id = h.party_id and p.authority = ${authority} and ${holdsAt('p', now)}
     where (p.founded
       or exists (select 1 from ${nodes} join overview.case_party cp on cp.node_id = n.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}
         join overview.case_words c on c.authority = cp.authority and c.case_id = cp.case_id and ${holdsAt('c', now)}
         where n.party_id = p.party_id and ${caseVisibleSql('c')})
       or exists (select 1 from ${nodes} join overview.document_party dp on dp.node_id = n.node_id and dp.authority = ${authority} and ${holdsAt('dp', now)}
         join overview.document_current d on d.authority = dp.authority and d.document_id = dp.document_id and ${holdsAt('d', now)}
         where n.party_id = p.party_id and ${documentVisibleSql('d', casesOfDocument('d', now))})
       or ${isGivenSql(names, { from: nodes, node: 'n.node_id', where: 'n.party_id = p.party_id' })}
       or exists (select 1 from ${nodes} join overview.party_relation pr on pr.other_node_id = n.node_id and ${isRelated('pr', now)}
         where n.party_id = p.party_id))
     group by p.party_id, p.segment`;
}
