import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { readModels } from '#read-models/projections';

/** When a row was derived is of the run and not of what it says; which node's name stands for a cluster is anyone's. */
const OF_THE_RUN = new Set(['derived_at', 'cluster_id']);

/**
 * Every row of every table of the read models, counted and hashed, by table: equal where two runs over one log show the
 * same. The events must be dated before 2025: later moments are those of the run itself.
 */
export async function tablesOf(pool: Pool): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, columns } of readModels.flatMap(({ tables }) => tables)) {
    const told = Object.keys(columns).filter((column) => !OF_THE_RUN.has(column));
    const { rows } = await pool.query<{ row: string }>(
      `select row(${told.join(', ')})::text as row from overview.${name}`,
    );
    const texts = rows.map(({ row }) => withoutTheRun(row)).sort();
    found[name] = `${rows.length} rows ${createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)}`;
  }
  return found;
}

/** Of a purged row only the purge counts, and not what was read of it before: that depends on when its key went. */
const withoutTheRun = (row: string): string =>
  row
    .replaceAll(/20(?:2[5-9]|[3-9]\d)-\d\d-\d\d[T ][\d:.]+(?:Z|\+00)/g, 'then')
    .replace(/""firstPosition"":\d+(?=.*""x"":1})/, '""firstPosition"":0');

/** Words that a row is found by and the vocabulary has lost: there must be none. */
export async function wordsLost(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ word: string }>(
    `select word, p.part from (select authority, unnest(words) as word from overview.case_words
        union select authority, unnest(words) from overview.party_current
        union select authority, unnest(words) from overview.document_current) used, unnest(overview.word_parts(used.word)) as p (part)
      where not exists (select from overview.word_part s where s.authority = used.authority and s.word = used.word and s.part = p.part)`,
  );
  return rows.map(({ word }) => word);
}
