import { asCalled, calledPartyJson, foundedPartyJson, shownNameWordsSql, type CalledParty } from '../called.js';
import { isPartyThereSql } from '../party-presence.js';
import { holdsAt } from '../statement-builder.js';
import { EXACT, EXACT_BESIDE, matchesAll, NEAR, NUMBERED } from './scores.js';
import type { Asked, SearchedFamily } from './searched-family.js';

/** Parties by name, address and number; a number must be the party's as a whole. */
export const partyFamily: SearchedFamily<CalledParty> = {
  kind: 'PARTY',
  hits: partyHitsSql,
  told: (names, depth) =>
    `(select ${depth === 'plain' ? foundedPartyJson('c') : calledPartyJson(names, 'c')} from overview.party_current c where c.party_id = p.id and c.segment = p.segment)`,
  show(told) {
    const { id, name, nameProtected, identifiers, address } = asCalled(told);
    return {
      title: name ?? (nameProtected ? 'Navnet er beskyttet' : (identifiers[0]?.value ?? 'Uden navn')),
      texts: [
        name,
        ...(address === null ? [] : [...address.lines, address.coName, address.postalCode, address.city]),
        ...identifiers.filter(({ type }) => type !== 'CPR' && type !== 'REPLACEMENT').map(({ value }) => value),
      ],
      partyId: id,
      caseId: null,
    };
  },
};

/** Rows `(id, segment, score)` of the parties that match; those whom only hidden objects name are not there. */
export function partyHitsSql({ names, words, numbered, depth }: Asked): string {
  const { authority, now, parameters } = names;
  const scoreIn = (row: string): string =>
    words
      .map(
        ({ asked }) =>
          `case when ${asked} = any(${row}.name_words) then ${EXACT} when ${asked} = any(${row}.words) then ${EXACT_BESIDE} else ${NEAR} end`,
      )
      .join(' + ');
  const byWords =
    words.length === 0
      ? ''
      : `union all select f.party_id, f.segment, f.founded, f.called, ${scoreIn('f')} from (
          select p.party_id, p.segment, p.founded, p.called, s.name_words, case when p.called then p.own_words || s.name_words else p.words end as words
            from overview.party_current p cross join lateral (select ${shownNameWordsSql(names, 'p')} as name_words offset 0) s
           where p.authority = ${authority} and ${holdsAt('p', now)} and ${matchesAll('p.words', words)}) f
          where not f.called or ${matchesAll('f.words', words)}`;
  const nodes = 'overview.party_node n';
  const byNumber = `select p.party_id, p.segment, p.founded, p.called, ${NUMBERED} as score from ${nodes} join overview.party_current p on p.party_id = n.party_id and ${holdsAt('p', now)}
         where n.authority = ${authority} and n.node_id = any((select ${parameters.add([...numbered])}::uuid[])::uuid[])`;
  if (depth === 'plain') {
    const byWord =
      words.length === 0
        ? ''
        : `union all select p.party_id, p.segment, p.founded, p.called, ${scoreIn('p')}
         from overview.party_current p where p.authority = ${authority} and ${holdsAt('p', now)} and ${matchesAll('p.words', words)}`;
    return `select p.party_id as id, p.segment, case when bool_and(p.founded and not p.called) then max(p.score)::int end as score
      from (${byNumber} ${byWord}) p group by p.party_id, p.segment`;
  }
  // Materialised: what follows would be asked of each of its two halves, which doubles the plan that every search begins with.
  return `with p as materialized (${byNumber} ${byWords})
    select p.party_id as id, p.segment, max(p.score)::int as score from p
     where ${isPartyThereSql(names, 'p')}
     group by p.party_id, p.segment`;
}
