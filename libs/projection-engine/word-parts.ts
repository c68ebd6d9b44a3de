/*
 * An index for "two edits away". A word that is cut into one part more than the edits it may be away has at least one part
 * that the edits left alone; so whatever is near shares a part, of its length, at nearly the same place. Parts are looked
 * up in an index, and only the few words that share one are measured. (Li, Deng and Feng, "PASS-JOIN", VLDB 2011.)
 */

/** The shortest word that is compared by edits, and the most letters of one that is compared by one edit. */
const SHORTEST = 3;
const LONGEST_OF_ONE_EDIT = 6;

/**
 * The SQL function of the index: the parts of a word, two for one edit and three for two, as
 * `<parts>.<length>.<which>.<letters>`. Of a number there are none: numbers are compared as they stand.
 */
export const WORD_PARTS_SQL = `create or replace function overview.word_parts(word text) returns text[]
  language sql immutable parallel safe as $$
  select case when length(word) < ${SHORTEST} or word ~ '^[0-9]+$' then '{}'::text[] else array(
    select c.parts || '.' || length(word) || '.' || n || '.' || substr(word,
        n * (length(word) / c.parts) + greatest(0, n - (c.parts - length(word) % c.parts)) + 1,
        length(word) / c.parts + case when n >= c.parts - length(word) % c.parts then 1 else 0 end)
      from (values (2, ${SHORTEST}, ${LONGEST_OF_ONE_EDIT}), (3, ${SHORTEST + 1}, 64)) as c (parts, shortest, longest), generate_series(0, c.parts - 1) as n
     where length(word) between c.shortest and c.longest) end $$`;

/** The parts by which every word within so many edits (1 or 2) of this one is found, and others: measure what is found. */
export function partsAround(word: string, edits: 1 | 2): string[] {
  const letters = [...word];
  const parts = edits + 1;
  const found = new Set<string>();
  for (let length = letters.length - edits; length <= letters.length + edits; length++) {
    if (length < SHORTEST) continue;
    const shortPart = Math.floor(length / parts);
    const shortParts = parts - (length % parts);
    const longer = letters.length - length;
    for (let n = 0; n < parts; n++) {
      const start = n * shortPart + Math.max(0, n - shortParts);
      const size = shortPart + (n >= shortParts ? 1 : 0);
      // What was edited before the part moves it, and what is left for behind it bounds by how much.
      const from = Math.max(0, start - n, start + longer - (edits - n));
      const to = Math.min(letters.length - size, start + n, start + longer + (edits - n));
      for (let at = from; at <= to; at++) found.add(`${parts}.${length}.${n}.${letters.slice(at, at + size).join('')}`);
    }
  }
  return [...found];
}
