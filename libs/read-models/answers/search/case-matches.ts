import { takesPart } from '../membership.js';
import type { NearWords } from '../search-words.js';
import { holdsAt } from '../statement-builder.js';
import { EXACT, EXACT_BESIDE, matchesAll, NEAR, scoreOf } from './scores.js';

/**
 * Rows `(case_id, segment, score)`: the stretches of cases in which each word is near one of the case's own words or of the
 * name of a party that takes part now. Names are not among the words of a case: they follow the party.
 * @param placeholders of the authority and the moment
 */
export function caseMatchesSql(
  words: readonly NearWords[],
  { authority, now }: { readonly authority: string; readonly now: string },
): string {
  if (words.length === 0) return 'select null::uuid as case_id, null::int as segment, null::int as score where false';
  const own = `select w.case_id, w.segment, ${scoreOf('w.words', words)} as score from overview.case_words w
    where w.authority = ${authority} and ${matchesAll('w.words', words)}`;
  const any = words.map(({ sql }) => sql).join(' || ');
  const byName = words.map(
    ({ exact, sql }, n) =>
      `max(case when p.name_words @> ${exact} then ${EXACT_BESIDE} when p.name_words && ${sql} then ${NEAR} else 0 end) as named_${n}`,
  );
  const scores = words.map(
    ({ exact, sql }, n) =>
      `greatest(m.named_${n}, case when w.words @> ${exact} then ${EXACT} when w.words && ${sql} then ${NEAR} else 0 end)`,
  );
  const eachMatches = words.map(({ sql }, n) => `(m.named_${n} > 0 or w.words && ${sql})`);
  const named = `select w.case_id, w.segment, ${scores.join(' + ')} from (
      select cp.case_id, ${byName.join(', ')} from overview.party_current p
        join overview.party_node n on n.party_id = p.party_id
        join overview.case_party cp on cp.node_id = n.node_id and cp.authority = ${authority} and ${takesPart('cp', now)}
       where p.authority = ${authority} and p.words && (${any}) and p.name_words && (${any}) and ${holdsAt('p', now)}
       group by cp.case_id) m
    join overview.case_words w on w.authority = ${authority} and w.case_id = m.case_id and ${eachMatches.join(' and ')}`;
  return `select case_id, segment, max(score) as score from (${own} union all ${named}) x group by case_id, segment`;
}
