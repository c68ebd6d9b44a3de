import { wordsOf } from '#projection-engine';

/** How many edits a word may be away: none for the shortest, never more than two. */
export const tolerance = (word: string): number =>
  word.length <= 3 || /^\d+$/.test(word) ? 0 : word.length <= 5 ? 1 : 2;

/** A word asked for, with the words of the vocabulary that count as it. */
export interface NearWords {
  readonly word: string;
  /** SQL giving text[]: the words of the vocabulary near enough, the word itself always among them. */
  readonly sql: string;
}

/**
 * For each word of the text, SQL for the words within its tolerance in the authority's vocabulary. Looking the near
 * words up exactly afterwards is what an index can do.
 */
export function nearWords(text: string, authority: string, add: (value: unknown) => string): NearWords[] {
  return wordsOf(text)
    .slice(0, 12)
    .map((word) => {
      const edits = tolerance(word);
      const asked = `${add(word)}::text`;
      if (edits === 0) return { word, sql: `array[${asked}]` };
      return {
        word,
        sql: `(select array_append(array_agg(w.word), ${asked}) from overview.search_word w where w.authority = ${authority}
          and length(w.word) between ${word.length - edits} and ${word.length + edits}
          and levenshtein_less_equal(w.word, ${asked}, ${edits}) <= ${edits})`,
      };
    });
}
