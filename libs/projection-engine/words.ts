import { LRUCache } from 'lru-cache';

/**
 * The words of a text as search compares them: lower case, Danish letters folded (å = aa, ø = oe, æ = ae), other
 * accents dropped, split where neither letter nor digit stands. A word of more than 64 characters is cut.
 */
export function wordsOf(...texts: readonly (string | null | undefined)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    if (text === null || text === undefined) continue;
    for (const word of split(text)) words.add(word);
  }
  return [...words].sort();
}

/** Titles and status texts come again and again: folding and splitting them is most of the work of deriving a case. */
const lately = new LRUCache<string, readonly string[]>({
  maxSize: 1_000_000,
  sizeCalculation: (_, text) => text.length + 1,
  maxEntrySize: 600,
});

function split(text: string): readonly string[] {
  const known = lately.get(text);
  if (known !== undefined) return known;
  const words = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.slice(0, 64));
  lately.set(text, words);
  return words;
}

/** Folds letters; the text keeps its separators. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFC')
    .replaceAll('å', 'aa')
    .replaceAll('ø', 'oe')
    .replaceAll('æ', 'ae')
    .normalize('NFD')
    .replaceAll(/\p{M}+/gu, '');
}
