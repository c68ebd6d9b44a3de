import { fold } from '#projection-engine';

/** Part of a text, and where in it the marked words stand. */
export interface Excerpt {
  readonly text: string;
  /** In their order, never overlapping: from, and to (exclusive). */
  readonly marks: readonly (readonly [from: number, to: number])[];
}

/** A word of the text as search splits it: combining marks belong to their letter. */
const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const IS_FOLDED = /^[a-z0-9]{1,64}$/;

/** As `wordsOf` gives it, for one word. */
const wordOf = (run: string): string => (IS_FOLDED.test(run) ? run : fold(run).slice(0, 64));

/** So much is shown before the first match, and in all. */
const BEFORE = 60;
const LONGEST = 200;

/** The text around its first word that is among `words`, with all such words of it; undefined where none is. */
export function excerptOf(text: string, words: ReadonlySet<string>): Excerpt | undefined {
  const first = firstMatch(text, words);
  if (first === undefined) return undefined;
  const [begins, ends] = first;
  const isWhole = text.length <= LONGEST;
  const from = isWhole || begins <= BEFORE ? 0 : boundaryAfter(text, begins - BEFORE, begins);
  const to = text.length - from <= LONGEST ? text.length : boundaryBefore(text, from + LONGEST, ends);
  const part = text.slice(from, to);
  const [ahead, behind] = [from > 0 ? '… ' : '', to < text.length ? ' …' : ''];
  const marks: [number, number][] = [];
  for (const { index, 0: run } of part.matchAll(RUN))
    if (words.has(wordOf(run))) marks.push([index + ahead.length, index + ahead.length + run.length]);
  return { text: `${ahead}${part}${behind}`, marks };
}

function firstMatch(text: string, words: ReadonlySet<string>): [from: number, to: number] | undefined {
  for (const { index, 0: run } of text.matchAll(RUN)) if (words.has(wordOf(run))) return [index, index + run.length];
  return undefined;
}

/** Where a word begins at or after `at`, at the latest at `limit`: no word, and no character of two halves, is cut. */
function boundaryAfter(text: string, at: number, limit: number): number {
  const gap = /\s/g;
  gap.lastIndex = at;
  const found = gap.exec(text);
  return found === null || found.index >= limit ? limit : found.index + 1;
}

/** Where a word ends before `at`, at the earliest at `limit`: the first match stands whole. */
const boundaryBefore = (text: string, at: number, limit: number): number => Math.max(text.lastIndexOf(' ', at), limit);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text for HTML: none of its characters is markup, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '') : text;

/** The excerpt as HTML: marked words between `<mark>` and `</mark>`, everything else escaped. */
export function markUp({ text, marks }: Excerpt): string {
  let html = '';
  let done = 0;
  for (const [from, to] of marks) {
    html += `${escapeHtml(text.slice(done, from))}<mark>${escapeHtml(text.slice(from, to))}</mark>`;
    done = to;
  }
  return html + escapeHtml(text.slice(done));
}

/** The texts of an object in which a word was found, each shortened to what surrounds it; null where it is in none. */
export function snippetOf(texts: readonly (string | null | undefined)[], words: ReadonlySet<string>): string | null {
  const found = texts.flatMap((text) => (text === null || text === undefined ? [] : (excerptOf(text, words) ?? [])));
  return found.length === 0 ? null : found.map(markUp).join(' · ');
}
