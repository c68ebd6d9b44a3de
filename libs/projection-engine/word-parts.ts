/*
 * An index for "so many edits away": whatever is near shares a key with the word, so only words that share one are measured.
 *
 * One edit: a word and what is left of it without one of its letters (Mor and Fraenkel, 1982). Of two words one edit apart
 * these have one in common. Two edits: the word cut in three; at least one part is left alone by the edits, at nearly its
 * place (Li, Deng and Feng, "PASS-JOIN", 2011). So short words, of which parts would say little, have few keys, and so do
 * long ones.
 */

/** The shortest word that is compared by edits, and the longest that one edit can lead to. */
const SHORTEST = 3;
const LONGEST_OF_ONE_EDIT = 6;
const PARTS = 3;

/**
 * The SQL function of the index: the keys of a word, `1.<letters>` for one edit and `3.<length>.<which part>.<letters>` for
 * two. Of a number there are none: numbers are compared as they stand.
 */
export const WORD_PARTS_SQL = `create or replace function overview.word_parts(word text) returns text[]
  language sql immutable parallel safe as $$
  select case when length(word) < ${SHORTEST} or word ~ '^[0-9]+$' then '{}'::text[] else array(
    select '1.' || overlay(word placing '' from n for 1) from generate_series(1, length(word)) as n where length(word) <= ${LONGEST_OF_ONE_EDIT}
    union select '1.' || word where length(word) <= ${LONGEST_OF_ONE_EDIT}
    union select '${PARTS}.' || length(word) || '.' || n || '.' || substr(word,
        n * (length(word) / ${PARTS}) + greatest(0, n - (${PARTS} - length(word) % ${PARTS})) + 1,
        length(word) / ${PARTS} + case when n >= ${PARTS} - length(word) % ${PARTS} then 1 else 0 end)
      from generate_series(0, ${PARTS} - 1) as n where length(word) > ${SHORTEST}) end $$`;

/** The keys by which every word within so many edits of this one is found, and others: measure what is found. */
export function partsAround(word: string, edits: 1 | 2): string[] {
  const letters = [...word];
  if (edits === 1)
    return [...new Set([word, ...letters.map((_, n) => letters.toSpliced(n, 1).join(''))])].map((key) => `1.${key}`);
  const found = new Set<string>();
  for (let length = Math.max(letters.length - edits, SHORTEST + 1); length <= letters.length + edits; length++) {
    const shortPart = Math.floor(length / PARTS);
    const shortParts = PARTS - (length % PARTS);
    const longer = letters.length - length;
    for (let n = 0; n < PARTS; n++) {
      const start = n * shortPart + Math.max(0, n - shortParts);
      const size = shortPart + (n >= shortParts ? 1 : 0);
      // What was edited before the part moves it, and what is left for behind it bounds by how much.
      const from = Math.max(0, start - n, start + longer - (edits - n));
      const to = Math.min(letters.length - size, start + n, start + longer + (edits - n));
      for (let at = from; at <= to; at++) found.add(`${PARTS}.${length}.${n}.${letters.slice(at, at + size).join('')}`);
    }
  }
  return [...found];
}
