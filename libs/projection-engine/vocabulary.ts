import type { PageTransaction } from './page-transaction.js';
import { removeRows, upsertRows, type TableDefinition, type TableRow } from './table.js';

/**
 * Every word that a search can meet, per authority. Typo-tolerant search first finds the few words of the vocabulary
 * near the word asked for and then looks them up exactly, which an index can do; there is no index for "two edits away".
 */
export const vocabularyTable: TableDefinition = {
  name: 'search_word',
  columns: { authority: 'text', word: 'text' },
  primaryKey: ['authority', 'word'],
};

export interface Vocabulary {
  /** Takes in the words of rows that have `authority` and `words`. */
  learn(transaction: PageTransaction, rows: readonly TableRow[]): void;
  /** Words of rows that are no more, or that lost them: another row may still have them, or be given them in this page. */
  doubt(rows: readonly TableRow[]): void;
  /** When the page is written: drops the doubted words that no row has. A vocabulary must not remember a purged name. */
  forget(transaction: PageTransaction): Promise<void>;
  /** Forgets what it believes to be written: after a rollback, or when tables were emptied. */
  reset(): void;
}

const MOST_KNOWN = 100_000;

const wordsOf = (row: TableRow): readonly string[] =>
  Array.isArray(row['words']) ? (row['words'] as readonly string[]) : [];

/** @param searched the tables with a `words` column, in which a word may still be in use */
export function createVocabulary(searched: readonly TableDefinition[]): Vocabulary {
  // Only a memory of what was surely written: losing it costs a no-op insert.
  const known = new Map<string, Set<string>>();
  let size = 0;
  const doubted = new Map<string, TableRow>();
  const knownOf = (authority: string): Set<string> => {
    const words = known.get(authority) ?? new Set<string>();
    known.set(authority, words);
    return words;
  };
  const forgetKnown = (): void => {
    known.clear();
    size = 0;
  };
  return {
    reset() {
      forgetKnown();
      doubted.clear();
    },
    learn(transaction, rows) {
      if (size > MOST_KNOWN) forgetKnown();
      const fresh: TableRow[] = [];
      for (const row of rows) {
        const authority = row['authority'] ?? null;
        const words = knownOf(String(authority));
        for (const word of wordsOf(row)) {
          if (words.has(word)) continue;
          words.add(word);
          fresh.push({ authority, word });
        }
      }
      size += fresh.length;
      upsertRows(transaction, vocabularyTable, fresh);
    },
    doubt(rows) {
      for (const row of rows) {
        const authority = row['authority'] ?? null;
        for (const word of wordsOf(row)) doubted.set(`${String(authority)} ${word}`, { authority, word });
      }
    },
    async forget(transaction) {
      if (doubted.size === 0) return;
      const words = [...doubted.values()];
      const stillUsed = new Set<string>();
      for (const table of searched) {
        const rows = await transaction.read<{ key: string }>({
          text: `select g.authority || ' ' || g.word as key from unnest($1::text[], $2::text[]) as g(authority, word)
           where exists (select 1 from overview.${table.name} t where t.authority = g.authority and t.words @> array[g.word])`,
          values: [words.map(({ authority }) => authority), words.map(({ word }) => word)],
        });
        rows.forEach(({ key }) => stillUsed.add(key));
      }
      const unused = [...doubted].flatMap(([key, row]) => (stillUsed.has(key) ? [] : [row]));
      removeRows(transaction, vocabularyTable, unused);
      for (const { authority, word } of unused) known.get(String(authority))?.delete(String(word));
      doubted.clear();
    },
  };
}
