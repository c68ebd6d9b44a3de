/**
 * The words of a text as search compares them: lower case, Danish letters folded (å = aa, ø = oe, æ = ae), other
 * accents dropped, split where neither letter nor digit stands. A word of more than 64 characters is cut.
 */
export function wordsOf(...texts: readonly (string | null | undefined)[]): string[] {
  const words = new Set<string>();
  for (const text of texts) {
    if (text === null || text === undefined) continue;
    for (const word of fold(text).split(/[^\p{L}\p{N}]+/u)) if (word !== '') words.add(word.slice(0, 64));
  }
  return [...words].sort();
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
