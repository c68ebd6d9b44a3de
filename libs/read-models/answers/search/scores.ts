import type { NearWords } from '../search-words.js';

/*
 * How well one word of a text matches: exactly in what an object is called, exactly in what else it is known by, or
 * nearly. The scores of the words are added up, so that what is found by all of them exactly comes first.
 */

/** In the words of the object itself; of a party: in its name. */
export const EXACT = 4;
/** In a name of a party of the case; of a party: in its address or numbers. */
export const EXACT_BESIDE = 3;
export const NEAR = 1;
/** A number as a whole means nobody else. */
export const NUMBERED = 100;

/** Rows of which the column has a word near each of the words; without a word: none. */
export const matchesAll = (column: string, words: readonly NearWords[]): string =>
  words.length === 0 ? 'false' : words.map(({ sql }) => `${column} && ${sql}`).join(' and ');

/** The score of a row that {@link matchesAll}. Counting goes through each hit: the word is compared, and no set made of the column. */
export const scoreOf = (column: string, words: readonly NearWords[]): string =>
  words.map(({ asked }) => `case when ${asked} = any(${column}) then ${EXACT} else ${NEAR} end`).join(' + ');
