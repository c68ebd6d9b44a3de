import fc from 'fast-check';
import { wordsOf } from '#projection-engine';
import { escapeHtml, excerptOf, markUp, snippetOf } from './highlight.js';

const piece = fc.constantFrom(
  'Ås',
  'a\u030As',
  'ÆBLE',
  'søren',
  'Soeren',
  '<b>',
  '</mark>',
  '<mark>',
  '&amp;',
  '"',
  "'",
  '&',
  '😀',
  '12-34',
  'x'.repeat(80),
  'ﬁ',
  '\n',
  '.',
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom('', ' ', ' ', '-')), { maxLength: 60 })
  .map((parts) => parts.flat().join(''));
const anyText = fc.oneof(text, fc.string({ unit: 'binary', maxLength: 400 }));

/** Says what HTML shows: the marks gone, the escapes undone. */
const unescaped = (html: string): string =>
  html.replaceAll(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  );

describe('a highlighted text', () => {
  it('is the escaped text once its marks are taken out, and marks nothing but words that were found', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (given, picks) => {
        const all = wordsOf(given);
        const words = new Set(picks.flatMap((pick) => all[pick % Math.max(all.length, 1)] ?? []));
        const excerpt = excerptOf(given, words);
        if (excerpt === undefined) return;
        const html = markUp(excerpt);
        expect(html.replaceAll(/<\/?mark>/g, '')).toBe(escapeHtml(excerpt.text));
        expect(unescaped(html.replaceAll(/<\/?mark>/g, ''))).toBe(excerpt.text);
        // Outside of our own marks no character of markup is left.
        expect(html.replaceAll(/<\/?mark>/g, '').replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<>"'&]/);
        const marked = [...html.matchAll(/<mark>(.*?)<\/mark>/gs)].map(([, word = '']) => unescaped(word));
        expect(marked.length).toBeGreaterThan(0);
        for (const word of marked) expect(words.has(wordsOf(word)[0] ?? '')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has a mark wherever search finds a word of it', () => {
    fc.assert(
      fc.property(text, fc.nat(), (given, pick) => {
        const all = wordsOf(given);
        const word = all[pick % Math.max(all.length, 1)];
        if (word !== undefined) expect(snippetOf([given], new Set([word]))).toContain('<mark>');
      }),
      { numRuns: 200 },
    );
  });

  it('is cut between words, around the first that was found', () => {
    const long = `${'langt ord '.repeat(40)}her & nu ${'mere tekst '.repeat(40)}`;
    const snippet = snippetOf([long], new Set(['her'])) ?? '';
    expect(snippet).toMatch(/^… (langt|ord) .*<mark>her<\/mark> &amp; nu .*(mere|tekst) …$/);
    expect(snippet.length).toBeLessThan(240);
  });

  it('is joined of all texts in which something was found, and null where nothing was', () => {
    expect(snippetOf(['Åse Høj', null, 'intet', 'sag om Aase'], new Set(['aase']))).toBe(
      '<mark>Åse</mark> Høj · sag om <mark>Aase</mark>',
    );
    expect(snippetOf(['intet', undefined], new Set(['aase']))).toBeNull();
  });
});
