import { partsAround, wordsOf } from '#projection-engine';
import { editsBetween } from './edits.js';

const NUMBER = /^[0-9]+$/;

/** How many edits a word may be away: none for the shortest and for numbers, never more than two. */
export const tolerance = (word: string): 0 | 1 | 2 =>
  word.length <= 3 || NUMBER.test(word) ? 0 : word.length <= 5 ? 1 : 2;

/** Whether a word counts as the one asked for. Numbers and the shortest words are only themselves. The same rule as {@link nearWords} in SQL. */
export function isNear(asked: string, word: string): boolean {
  const edits = tolerance(asked);
  return (
    word === asked || (edits > 0 && word.length >= 3 && !NUMBER.test(word) && editsBetween(asked, word, edits) <= edits)
  );
}

/** A word asked for, with the words of the vocabulary that count as it. */
export interface NearWords {
  readonly word: string;
  /** SQL giving the word itself, text. */
  readonly asked: string;
  /** SQL giving text[]: the words of the vocabulary near enough, the word itself always among them. */
  readonly sql: string;
}

/** The words of a text, and what a statement with them begins with. */
export interface AskedWords {
  readonly words: readonly NearWords[];
  /** Common table expressions that the SQL of the words reads. */
  readonly ctes: readonly string[];
}

/** More words than this narrow nothing down any more. */
const MOST_WORDS = 12;

/**
 * For each word of the text, SQL for the words within its tolerance in the authority's vocabulary. Looking the near
 * words up exactly afterwards is what an index can do.
 *
 * All that depends on the text stands in a row of its own, which the planner cannot look into, and texts of as many words
 * give the same statement: else PostgreSQL would plan it anew for each text, which takes longer than the search.
 */
export function nearWords(text: string, authority: string, add: (value: unknown) => string): AskedWords {
  const ctes: string[] = [];
  const words = wordsOf(text)
    .slice(0, MOST_WORDS)
    .map((word): NearWords => {
      const edits = tolerance(word);
      const place = add(word);
      const name = `near_${place.slice(1)}`;
      const asked = `${place}::text`;
      const most = `${add(edits)}::int`;
      const keys = add(edits === 0 ? [] : partsAround(word, edits));
      ctes.push(`${name} as materialized (select ${asked} as asked, (select array_append(array_agg(distinct w.word), ${asked})
        from overview.word_part w where w.authority = ${authority} and w.part = any((select ${keys}::text[])::text[])
          and w.word <> ${asked} and levenshtein_less_equal(w.word, ${asked}, ${most}) <= ${most}) as words)`);
      return { word, asked: `(select asked from ${name})`, sql: `(select words from ${name})` };
    });
  return { words, ctes };
}
