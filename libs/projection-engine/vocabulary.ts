import type { PoolClient } from 'pg';
import { LRUCache } from 'lru-cache';
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
  learn(client: PoolClient, rows: readonly TableRow[]): Promise<void>;
  /** Drops the words of purged rows that no other row has: a vocabulary must not remember a purged name. */
  forget(client: PoolClient, tables: Iterable<readonly TableRow[]>): Promise<void>;
  /** Forgets what it believes to be written: after a rollback, or when tables were emptied. */
  reset(): void;
}

const wordsOf = (row: TableRow): readonly string[] =>
  Array.isArray(row['words']) ? (row['words'] as readonly string[]) : [];

/** @param searched the tables with a `words` column, in which a word may still be in use */
export function createVocabulary(searched: readonly TableDefinition[]): Vocabulary {
  // Only a memory of what was surely written: losing it costs a no-op insert.
  const known = new LRUCache<string, true>({ max: 100_000 });
  return {
    reset: () => known.clear(),
    async learn(client, rows) {
      const fresh = new Map<string, TableRow>();
      for (const row of rows) {
        for (const word of wordsOf(row)) {
          const key = `${String(row['authority'])} ${word}`;
          if (!known.has(key)) fresh.set(key, { authority: row['authority'] ?? null, word });
        }
      }
      await upsertRows(client, vocabularyTable, [...fresh.values()]);
      for (const key of fresh.keys()) known.set(key, true);
    },
    async forget(client, tables) {
      const gone = new Map<string, TableRow>();
      for (const rows of tables) {
        for (const row of rows) {
          for (const word of wordsOf(row))
            gone.set(`${String(row['authority'])} ${word}`, { authority: row['authority'] ?? null, word });
        }
      }
      if (gone.size === 0) return;
      const stillUsed = new Set<string>();
      for (const table of searched) {
        const { rows } = await client.query<{ key: string }>(
          `select g.authority || ' ' || g.word as key from unnest($1::text[], $2::text[]) as g(authority, word)
           where exists (select 1 from overview.${table.name} t where t.authority = g.authority and t.words @> array[g.word])`,
          [[...gone.values()].map((row) => row['authority']), [...gone.values()].map((row) => row['word'])],
        );
        rows.forEach(({ key }) => stillUsed.add(key));
      }
      const unused = [...gone].filter(([key]) => !stillUsed.has(key));
      await removeRows(
        client,
        vocabularyTable,
        unused.map(([, row]) => row),
      );
      unused.forEach(([key]) => known.delete(key));
    },
  };
}
