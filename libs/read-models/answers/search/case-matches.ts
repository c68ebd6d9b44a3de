import { shownNameWordsSql } from '../called.js';
import { takesPart } from '../membership.js';
import type { NearWords } from '../search-words.js';
import type { Asked } from './searched-family.js';
import { holdsAt } from '../statement-builder.js';
import { EXACT, EXACT_BESIDE, matchesAll, NEAR, scoreOf } from './scores.js';

/** Placeholders of the authority and the moment. */
interface Placeholders {
  readonly authority: string;
  readonly now: string;
}

/**
 * Rows `(case_id, segment, score)`, each once: the stretches of cases in which each word is near one of the case's own words
 * or of the name of a party that takes part now. Names are not among the words of a case: they follow the party.
 *
 * Whether a party's number is among those of a name is asked of a hash (`in` where no join can be made of it): the planner
 * knows nothing of how many there are, and would compare each with each.
 * Asked plainly, a row of nulls says that the whole must be asked.
 * @param also a further condition on a row of `case_words`
 */
export function caseMatchesSql(
  { words, depth }: Pick<Asked, 'words' | 'depth'>,
  { authority, now }: Placeholders,
  also: (row: string) => string = () => 'true',
): string {
  if (words.length === 0) return 'select null::uuid as case_id, null::int as segment, null::int as score where false';
  // What matches and is not exact is near: to compare it with every near word once more costs most of a search.
  const scores = words.map(
    ({ asked }, n) =>
      `case when ${asked} = any(w.words) then ${EXACT} when m.named_${n} > 0 then m.named_${n} else ${NEAR} end`,
  );
  const isAnyNamed = words.map((_, n) => `m.named_${n} > 0`).join(' or ');
  const eachMatches = words.map(({ sql }, n) => `(m.named_${n} > 0 or w.words && ${sql})`);
  const [ctes, from, levels] = words.length === 1 ? namedByOne(authority) : namedByAll(words, authority);
  return `with ${[namedNodes({ words, depth }, { authority, now }), ...ctes].join(', ')},
    named as materialized (select w.case_id, w.segment, ${scores.join(' + ')} as score
      from (select cp.case_id, ${levels.map((level, n) => `max(${level}) as named_${n}`).join(', ')}
          from ${from} where ${takesPart('cp', now)} group by cp.case_id) m
      join overview.case_words w on w.authority = ${authority} and w.case_id = m.case_id
        and (${isAnyNamed}) and ${eachMatches.join(' and ')} and ${also('w')})
    select case_id, segment, score from named
    union all select w.case_id, w.segment, ${scoreOf('w.words', words)} from overview.case_words w
      where w.authority = ${authority} and ${matchesAll('w.words', words)} and ${also('w')}
        and (w.case_id, w.segment) not in (select case_id, segment from named)
    ${depth === 'plain' ? 'union all select null, null, null where exists (select from named_node where level is null)' : ''}`;
}

/** `named_node (n, node_id, level)`: the numbers of the parties whose name has the nth word, and how well; asked plainly, null of whom only others name. */
function namedNodes({ words, depth }: Pick<Asked, 'words' | 'depth'>, { authority, now }: Placeholders): string {
  const level = (asked: string, row: string): string =>
    `case when ${asked} = any(${row}.name_words) then ${EXACT_BESIDE} else ${NEAR} end`;
  const sqlOf = ({ asked, sql }: NearWords, n: number): string => {
    const named = `p.authority = ${authority} and p.name_words && ${sql} and ${holdsAt('p', now)}`;
    if (depth === 'plain')
      return `select ${n} as n, unnest(p.nodes) as node_id, case when not p.called then ${level(asked, 'p')} end as level
        from overview.party_current p where ${named}`;
    return `select ${n} as n, unnest(f.nodes) as node_id, ${level(asked, 'f')} as level from (
          select p.nodes, p.called, s.name_words
            from overview.party_current p cross join lateral (select ${shownNameWordsSql({ authority, now }, 'p')} as name_words offset 0) s
           where ${named}) f
      where not f.called or f.name_words && ${sql}`;
  };
  return `named_node as materialized (${words.map(sqlOf).join(' union all ')})`;
}

/** Whether `cp` names a party whose name has the nth word, at least so well. */
const isNamed = (n: number, least: number): string =>
  `cp.node_id in (select node_id from named_node where n = ${n} and level >= ${least})`;

/** Where cases `cp` with named parties come from: what goes before, what follows FROM, and how well `cp` is named by each word. */
type Named = readonly [ctes: readonly string[], from: string, levels: readonly string[]];

const casesOfNamed = (authority: string): string =>
  `named_node n join overview.case_party cp on cp.node_id = n.node_id and cp.authority = ${authority}`;

const namedByOne = (authority: string): Named => [[], casesOfNamed(authority), ['n.level']];

/**
 * Of several words the rarest leads: only cases that have it, in whichever way, are looked at, for a common surname alone would
 * lead to thousands. And of those only the ones are kept that may have the others too.
 */
function namedByAll(words: readonly NearWords[], authority: string): Named {
  const own = words.map(
    ({ sql }, n) => `own_${n} as materialized (select w.case_id from overview.case_words w
        where w.authority = ${authority} and w.words && ${sql} limit ${MOST_COUNTED})`,
  );
  const costs = words.map(
    (_, n) =>
      `(${n}, (select count(*) from own_${n}) = ${MOST_COUNTED}, (select count(*) from own_${n}) + ${CASES_OF_A_NUMBER} * (select count(*) from named_node where n = ${n}))`,
  );
  const mayHave = words.map(
    (_, n) => `(bool_or(${isNamed(n, NEAR)}) or (select count(*) from own_${n}) = ${MOST_COUNTED}
          or c.case_id in (select case_id from own_${n}))`,
  );
  return [
    [
      ...own,
      `rarest as materialized (select n from (values ${costs.join(', ')}) x (n, is_common, cost) order by is_common, cost limit 1)`,
      `candidate as materialized (
        select w.case_id from overview.case_words w where exists (select from named_node) and w.authority = ${authority}
           and w.words && (select case n ${words.map(({ sql }, n) => `when ${n} then ${sql}`).join(' ')} end from rarest)
        union select cp.case_id from ${casesOfNamed(authority)} where n.n = (select n from rarest))`,
      `likely as materialized (select c.case_id from candidate c
          join overview.case_party cp on cp.authority = ${authority} and cp.case_id = c.case_id
         group by c.case_id having ${mayHave.join(' and ')})`,
    ],
    `likely l join overview.case_party cp on cp.authority = ${authority} and cp.case_id = l.case_id`,
    words.map(
      (_, n) =>
        `case when ${isNamed(n, EXACT_BESIDE)} then ${EXACT_BESIDE} when ${isNamed(n, NEAR)} then ${NEAR} else 0 end`,
    ),
  ];
}

/** With so many cases a word is common, and it is all the same how common. */
const MOST_COUNTED = 1_000;
/** What a number of a party costs to look at, in cases. */
const CASES_OF_A_NUMBER = 2;
