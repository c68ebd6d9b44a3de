import type { Pool } from 'pg';
import { seeded } from '../sample-words.js';

/** Texts to search for, of one kind. */
export interface Probe {
  readonly kind: string;
  /** Whether their hits are so few that a search for them must take the time of a look-up. */
  readonly isSelective: boolean;
  readonly texts: readonly string[];
}

/** How many objects have each word of letters, and of what. */
const FREQUENCIES = `select word, sum(n)::int as n from (
    select unnest(words) as word, count(*) as n from overview.case_words group by 1
    union all select unnest(words), count(*) from overview.document_current group by 1
    union all select unnest(words), count(*) from overview.note_words group by 1) w
  where word ~ '^[a-z]{6,}$' group by word order by word collate "C"`;

/** Draws texts of each kind from what there is: words by how many objects have them, names and numbers as they stand. */
export async function probesOf(pool: Pool, cases: number, count: number): Promise<Probe[]> {
  const random = seeded(23);
  const some = <T>(list: readonly T[], most = count): T[] =>
    [...list]
      .map((item) => ({ item, at: random() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, most)
      .map(({ item }) => item);
  const { rows: words } = await pool.query<{ word: string; n: number }>(FREQUENCIES);
  const between = (least: number, most: number): string[] =>
    words.filter(({ n }) => n >= least && n <= most).map(({ word }) => word);
  const rare = between(2, 20);
  const common = between(cases / 20, Infinity);
  const column = async (sql: string): Promise<string[]> =>
    (await pool.query<{ text: string }>(sql)).rows.map(({ text }) => text);
  const names = await column(
    `select doc::json ->> 'name' as text from overview.party_current order by party_id limit 2000`,
  );
  const numbers = await column('select case_number as text from overview.case_current order by case_id limit 2000');
  return [
    { kind: 'rare words', isSelective: true, texts: some(rare) },
    {
      kind: 'rare words, misspelt',
      isSelective: true,
      texts: some(rare).map((word, n) => misspelt(word, 1 + (n % 2), random)),
    },
    { kind: 'case numbers', isSelective: true, texts: some(numbers) },
    { kind: 'names', isSelective: true, texts: some(names) },
    {
      kind: 'a rare and a common word',
      isSelective: true,
      texts: some(rare).map((word, n) => `${word} ${common[n % common.length] ?? ''}`),
    },
    { kind: 'middling words', isSelective: true, texts: some(between(cases / 500, cases / 100)) },
    { kind: 'common words', isSelective: false, texts: some(common, Math.ceil(count / 2)) },
  ];
}

/** Letters changed, so many times, not the first. */
function misspelt(word: string, edits: number, random: () => number): string {
  const letters = [...word];
  for (let n = 0; n < edits; n++) letters[1 + Math.floor(random() * (letters.length - 1))] = 'x';
  return letters.join('');
}
