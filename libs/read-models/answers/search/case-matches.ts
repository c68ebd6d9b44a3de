import { takesPart } from '../membership.js';
import type { NearWords } from '../search-words.js';
import { holdsAt } from '../statement-builder.js';
import { EXACT, EXACT_BESIDE, matchesAll, NEAR, scoreOf } from './scores.js';

/** Placeholders of the authority and the moment. */
interface Placeholders {
  readonly authority: string;
  readonly now: string;
}

/**
 * Rows `(case_id, segment, score)`: the stretches of cases in which each word is near one of the case's own words or of the
 * name of a party that takes part now. Names are not among the words of a case: they follow the party.
 * @param also a further condition on a row of `case_words`
 */
export function caseMatchesSql(
  words: readonly NearWords[],
  { authority, now }: Placeholders,
  also: (row: string) => string = () => 'true',
): string {
  if (words.length === 0) return 'select null::uuid as case_id, null::int as segment, null::int as score where false';
  const own = `select w.case_id, w.segment, ${scoreOf('w.words', words)} as score from overview.case_words w
    where w.authority = ${authority} and ${matchesAll('w.words', words)} and ${also('w')}`;
  const byName = words.map(
    ({ exact, sql }, n) =>
      `max(case when p.name_words @> ${exact} then ${EXACT_BESIDE} when p.name_words && ${sql} then ${NEAR} else 0 end) as named_${n}`,
  );
  const scores = words.map(
    ({ exact, sql }, n) =>
      `greatest(m.named_${n}, case when w.words @> ${exact} then ${EXACT} when w.words && ${sql} then ${NEAR} else 0 end)`,
  );
  const eachMatches = words.map(({ sql }, n) => `(m.named_${n} > 0 or w.words && ${sql})`);
  const named = `select w.case_id, w.segment, ${scores.join(' + ')}
    from (select cp.case_id, ${byName.join(', ')} from ${namedPartsSql(words, { authority, now })} group by cp.case_id) m
    join overview.case_words w on w.authority = ${authority} and w.case_id = m.case_id and ${eachMatches.join(' and ')} and ${also('w')}`;
  return `select case_id, segment, max(score) as score from (${own} union all ${named}) x group by case_id, segment`;
}

/**
 * Rows `cp` with their party `p`: who takes part under a name that is near a word. Of several words the rarest leads: only
 * cases that have it, in whichever way, are looked at, for a common surname alone would lead to thousands. Which is the
 * rarest is counted only where one of them is in a name at all.
 */
function namedPartsSql(words: readonly NearWords[], { authority, now }: Placeholders): string {
  const any = words.map(({ sql }) => sql).join(' || ');
  const [only] = words;
  if (words.length === 1 && only !== undefined)
    return `${namedSql(only.sql, { authority, now })} where ${takesPart('cp', now)}`;
  const counts = words.map(
    ({
      sql,
    }) => `(${sql}, (select count(*) from (select from overview.case_words w where w.authority = ${authority} and w.words && ${sql} limit ${MOST_COUNTED}) o)
        + ${CASES_OF_A_PARTY} * (select count(*) from (select from overview.party_current p
            where p.authority = ${authority} and p.words && ${sql} and p.name_words && ${sql} limit ${MOST_COUNTED}) n))`,
  );
  return `(with rarest as materialized (select words from (values ${counts.join(', ')}) x (words, n) order by n limit 1),
        is_name as materialized (select exists (select from overview.party_current p
          where p.authority = ${authority} and p.words && (${any}) and p.name_words && (${any}) and ${holdsAt('p', now)}) as it)
      select w.case_id from overview.case_words w where (select it from is_name) and w.authority = ${authority} and w.words && (select words from rarest)
      union select cp.case_id from ${namedSql('(select words from rarest)', { authority, now })} where (select it from is_name)) c
    join overview.case_party cp on cp.authority = ${authority} and cp.case_id = c.case_id and ${takesPart('cp', now)}
    join overview.party_node n on n.node_id = cp.node_id
    join overview.party_current p on p.party_id = n.party_id and p.name_words && (${any}) and ${holdsAt('p', now)}`;
}

/** Beyond this a word is common, and it is all the same how common. */
const MOST_COUNTED = 1_000;
/** What a party costs to look at, in cases. */
const CASES_OF_A_PARTY = 3;

/** The parties `p` whose name has one of the words, with all rows `cp` that name them. */
const namedSql = (words: string, { authority, now }: Placeholders): string => `overview.party_current p
    join overview.party_node n on n.party_id = p.party_id and p.authority = ${authority}
      and p.words && ${words} and p.name_words && ${words} and ${holdsAt('p', now)}
    join overview.case_party cp on cp.node_id = n.node_id and cp.authority = ${authority}`;
