import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

/** What says when a row was derived and not what it says: two projections of one log differ in it. */
const COLUMNS_OF_DERIVATION = ['derived_at', 'valid_from', 'valid_to', 'cluster_id'];

/** Every row of every table that is served, but for the moments of derivation: its table and a hash, in order. */
export async function projectedRows(pool: Pool, since: Date): Promise<string[]> {
  const { rows: tables } = await pool.query<{ view: string }>(
    `select viewname as view from pg_views where schemaname = 'overview' order by 1`,
  );
  const found: string[] = [];
  for (const { view } of tables) {
    const { rows } = await pool.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from overview.${view} t`,
    );
    for (const { row } of rows) found.push(`${view} ${hashOf(row, since.toISOString())}`);
  }
  return found.sort();
}

function hashOf(row: Record<string, unknown>, since: string): string {
  const told = Object.entries(row).filter(([column]) => !COLUMNS_OF_DERIVATION.includes(column));
  const text = JSON.stringify(told).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) =>
    instant > since && instant < '2090' ? 'lately' : instant,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Words by which something is to be found, and that the vocabulary lacks; with those that it keeps though nobody has or doubts them. */
export async function wordsAmiss(pool: Pool): Promise<unknown[]> {
  const { rows: searched } = await pool.query<{ view: string }>(
    `select table_name as view from information_schema.columns where table_schema = 'overview' and column_name = 'words'`,
  );
  const amiss: unknown[] = [];
  for (const { view } of searched) {
    const { rows } = await pool.query(
      `select distinct '${view}' as view, w as word, p as part from overview.${view} t, unnest(t.words) as w, unnest(overview.word_parts(w)) as p
        where not exists (select from overview.word_part s where s.authority = t.authority and s.word = w and s.part = p)`,
    );
    amiss.push(...rows);
  }
  const uses = searched.map(
    ({ view }) =>
      `exists (select from overview.${view} t where t.authority = s.authority and t.words @> array[s.word])`,
  );
  const { rows: kept } = await pool.query(
    `select word as kept from overview.word_part s where not (${['false', ...uses].join(' or ')})
        and not exists (select from overview.doubted_word d where d.authority = s.authority and d.word = s.word)`,
  );
  amiss.push(...kept);
  return amiss;
}
