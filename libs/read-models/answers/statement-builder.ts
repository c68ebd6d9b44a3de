import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool, QueryConfig, QueryResultRow } from 'pg';
import { asAnswered } from './errors.js';
import type { Scope } from './question.js';

/** Collects a statement's parameters while its text is written. */
export interface Parameters {
  readonly values: unknown[];
  /** Adds a value and gives its placeholder. */
  add(value: unknown): string;
}

export function parameters(): Parameters {
  const values: unknown[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/** Each prepared text stays in every connection, with its plan, for as long as that lives. */
const asked = new LRUCache<string, { readonly text: string; readonly name: string }>({ max: 200 });

/**
 * Only values vary, so there are few texts, and one that is asked again is prepared once a connection. One that is asked once
 * is not: questions that nobody repeats would fill the memory of both sides.
 */
function statementOf(text: string, values: unknown[]): QueryConfig {
  const known = asked.get(text);
  if (known !== undefined) return { ...known, values };
  asked.set(text, { text, name: createHash('sha1').update(text).digest('hex') });
  return { text, values };
}

/**
 * Runs the statement and gives its only row. A column `served` tells the scope's reading which generation it met.
 * @throws InvalidCursor where a value cannot be read as its type (SQLSTATE class 22): only a forged cursor gets that far
 * @throws BeingBuiltAnew where the tables have another shape than the statement
 */
export async function oneRow<Row>(
  { pool, scope }: { readonly pool: Pool; readonly scope: Pick<Scope, 'reading'> },
  text: string,
  { values }: Parameters,
): Promise<Row> {
  try {
    const { rows } = await pool.query<{ served?: string | null }>(statementOf(text, values));
    const served = rows[0]?.served;
    if (served !== undefined) scope.reading?.note(served);
    return rows[0] as Row;
  } catch (error) {
    throw asAnswered(error);
  }
}

/**
 * Runs the statement, prepared once a connection, and gives all its rows.
 * @throws what {@link oneRow} throws
 */
export async function allRows<Row extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    return (await pool.query<Row>(statementOf(text, [...values]))).rows;
  } catch (error) {
    throw asAnswered(error);
  }
}

/** Sets of ids are looked up as arrays: that is by index, however many the planner takes them for. */
export const among = (column: string, ids: string): string => `${column} = any(array(${ids}))`;

/** `alias` holds at the moment of the placeholder `now`. */
export const holdsAt = (alias: string, now: string): string =>
  `${alias}.valid_from <= ${now} and ${alias}.valid_to > ${now}`;

/** Up to which position everything in the read models has been read. */
export const POSITION = `(select coalesce(min(position), 0)::text from overview.checkpoint where served is not null)`;

/** The last swap by which anything is served. */
const SWAPPED = `(select max(served) from overview.checkpoint)`;

/**
 * The last swap by which anything is served, and the last change of a setting: two statements that tell the same met the same
 * generations and settings.
 */
export const SERVED = `(${SWAPPED} || '/' || (select coalesce(max(position), 0) from overview.setting))`;

/** Up to which position every read model has read. */
export async function readPosition(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ position: string }>(`select ${POSITION} as position`);
  return Number(rows[0]?.position ?? 0);
}

/** Where the read models stand: another text when a part of one has moved, one was swapped, or a setting was changed. */
export async function readStanding(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ standing: string }>(
    `select concat_ws(' ', ${SERVED}, (
       select string_agg(concat_ws(' ', c.read_model, c.part, c.position), ',' order by c.read_model, c.part)
         from overview.checkpoint c where c.served is not null)) as standing`,
  );
  return rows[0]?.standing ?? '';
}
