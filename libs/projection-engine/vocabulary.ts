import { textArray } from '#event-store';
import type { PageTransaction } from './page-transaction.js';
import { ownTable } from './place.js';
import { upsertRows, type TableDefinition, type TableRow } from './table.js';

/**
 * Every word that a search can nearly mean, per authority, under each of its parts. Typo-tolerant search first finds the few
 * words of the vocabulary near the word asked for and then looks them up exactly, which an index can do; there is no index for
 * "two edits away". The primary key is all there is of a row, so a search reads the index alone. What is only itself
 * (numbers, the shortest words) has no parts and is not here.
 */
export const vocabularyTable: TableDefinition = {
  name: 'word_part',
  columns: { authority: 'text', part: 'text', word: 'text' },
  primaryKey: ['authority', 'part', 'word'],
};

const { relation: WORD_PARTS } = ownTable(vocabularyTable);

/**
 * The statement that takes in rows `(authority, word)`: what follows FROM, under the alias `w`. In the order of words: two who
 * write the same ones in two orders would wait for each other for ever.
 */
export const learnSql = (from: string): string =>
  `insert into ${WORD_PARTS} (authority, part, word)
    select w.authority, p.part, w.word from ${from} cross join lateral unnest(overview.word_parts(w.word)) as p (part)
     order by w.authority collate "C", w.word collate "C", p.part collate "C" on conflict do nothing`;

/** Words that may be in nobody's row any more; kept until a sweep has looked, so that a crash forgets none of them. */
export const doubtedTable: TableDefinition = {
  name: 'doubted_word',
  columns: { authority: 'text', word: 'text' },
  primaryKey: ['authority', 'word'],
};

/** One unit's part in the vocabulary. All units share its tables; what is dropped is for `vocabulary-sweep.ts`. */
export interface Vocabulary {
  /** Takes in the words of rows that have `authority` and `words`. */
  learn(rows: readonly TableRow[]): void;
  /** Words of rows that are no more, or that lost them: another row may still have them, or be given them in this page. */
  doubt(rows: readonly TableRow[]): void;
  /** Words that rows lost which are still there: judged with the next doubt, for which a sweep would come too often. */
  suspect(rows: readonly TableRow[]): void;
  /**
   * Writes what the page learnt and doubted, last in its transaction, and both in the order of words.
   * @param epoch of the vocabulary in this transaction: where it has moved, another process has dropped words
   * @returns whether a sweep is due when the page is committed
   */
  write(transaction: PageTransaction, epoch: number): boolean;
  /** Told of a sweep of this process: these words are gone, and the epoch moved by one. */
  swept(gone: readonly { authority: string; word: string }[], epoch: number): void;
}

const MOST_KNOWN = 100_000;

const wordsOf = (row: TableRow): readonly string[] =>
  Array.isArray(row['words']) ? (row['words'] as readonly string[]) : [];

/** Words by authority. */
type Words = Map<string, Set<string>>;

/** Whether it was new. */
function add(words: Words, authority: string, word: string): boolean {
  let mine = words.get(authority);
  if (mine === undefined) {
    mine = new Set();
    words.set(authority, mine);
  }
  const before = mine.size;
  return mine.add(word).size > before;
}

function inOrder(words: Words): TableRow[] {
  const rows: TableRow[] = [];
  for (const authority of [...words.keys()].sort())
    for (const word of [...(words.get(authority) ?? [])].sort()) rows.push({ authority, word });
  return rows;
}

function learnWords(transaction: PageTransaction, rows: readonly TableRow[]): void {
  if (rows.length === 0) return;
  const column = (name: string): Buffer => textArray(rows.map((row) => String(row[name])));
  transaction.write({
    name: 'learn words',
    text: learnSql('unnest($1::text[], $2::text[]) as w (authority, word)'),
    values: [column('authority'), column('word')],
  });
}

/** True only while every page it wrote was committed: after a fault a new one is made. */
export function createVocabulary(): Vocabulary {
  // Only a memory of what was surely written: losing it costs a no-op insert.
  let known: Words = new Map();
  let size = 0;
  let knownEpoch = -1;
  let taught: (readonly TableRow[])[] = [];
  let doubted: Words = new Map();
  let isSweepDue = false;
  const note = (rows: readonly TableRow[]): void => {
    for (const row of rows) for (const word of wordsOf(row)) add(doubted, String(row['authority']), word);
  };
  return {
    learn(rows) {
      taught.push(rows);
    },
    doubt(rows) {
      note(rows);
      isSweepDue ||= doubted.size > 0;
    },
    suspect: note,
    write(transaction, epoch) {
      if (epoch !== knownEpoch || size > MOST_KNOWN) {
        known = new Map();
        size = 0;
        knownEpoch = epoch;
      }
      const fresh: Words = new Map();
      for (const rows of taught)
        for (const row of rows) {
          const authority = String(row['authority']);
          for (const word of wordsOf(row))
            if (add(known, authority, word)) {
              size++;
              add(fresh, authority, word);
            }
        }
      const [inDoubt, isDue] = [doubted, isSweepDue];
      taught = [];
      doubted = new Map();
      isSweepDue = false;
      learnWords(transaction, inOrder(fresh));
      upsertRows(transaction, ownTable(doubtedTable), inOrder(inDoubt));
      return isDue;
    },
    swept(gone, epoch) {
      // Otherwise another process swept too, and the next page begins anew; or that page was written after this sweep.
      if (epoch !== knownEpoch + 1) return;
      knownEpoch = epoch;
      for (const { authority, word } of gone) if (known.get(authority)?.delete(word) === true) size--;
    },
  };
}

/** What the rows of an object said, or their like of another, and say no more: as rows with the words that are gone. */
export function lostWords(before: readonly TableRow[], after: readonly TableRow[]): TableRow[] {
  const now = new Set(after.flatMap(wordsOf));
  return before.flatMap((row) => {
    const words = wordsOf(row).filter((word) => !now.has(word));
    return words.length === 0 ? [] : { authority: row['authority'] ?? null, words };
  });
}

/** Of a generation that is still far behind: what it says is taken in when it is nearly there. */
export const noVocabulary: Vocabulary = {
  learn: () => undefined,
  doubt: () => undefined,
  suspect: () => undefined,
  write: () => false,
  swept: () => undefined,
};
