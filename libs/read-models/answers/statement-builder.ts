import { createHash } from 'node:crypto';
import type { Pool, QueryResultRow } from 'pg';
import { InvalidCursor } from './errors.js';
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

const names = new Map<string, string>();

/** A text is prepared once a connection: only values vary, so there are few texts. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= 500) names.clear();
    name = createHash('sha1').update(text).digest('hex');
    names.set(text, name);
  }
  return name;
}

/**
 * Runs the statement and gives its only row. A column `served` tells the scope's reading which generation it met.
 * @throws InvalidCursor where a value cannot be read as its type (SQLSTATE class 22): only a forged cursor gets that far
 */
export async function oneRow<Row>(
  { pool, scope }: { readonly pool: Pool; readonly scope: Pick<Scope, 'reading'> },
  text: string,
  { values }: Parameters,
): Promise<Row> {
  try {
    const { rows } = await pool.query<{ served?: string | null }>({ name: nameOf(text), text, values });
    const served = rows[0]?.served;
    if (served !== undefined) scope.reading?.note(served);
    return rows[0] as Row;
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('22')) throw new InvalidCursor();
    throw error;
  }
}

/** Runs the statement, prepared once a connection, and gives all its rows. */
export async function allRows<Row extends QueryResultRow>(
  pool: Pool,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const { rows } = await pool.query<Row>({ name: nameOf(text), text, values: [...values] });
  return rows;
}

/** Sets of ids are looked up as arrays: that is by index, however many the planner takes them for. */
export const among = (column: string, ids: string): string => `${column} = any(array(${ids}))`;

/** `alias` holds at the moment of the placeholder `now`. */
export const holdsAt = (alias: string, now: string): string =>
  `${alias}.valid_from <= ${now} and ${alias}.valid_to > ${now}`;

/** Up to which position everything in the read models has been read. */
export const POSITION = `(select coalesce(min(position), 0)::text from overview.checkpoint where served is not null)`;

/** The last swap by which anything is served: two statements that tell the same met the same generations. */
export const SERVED = `(select max(served)::text from overview.checkpoint)`;

/** Up to which position every read model has read. */
export async function readPosition(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ position: string }>(`select ${POSITION} as position`);
  return Number(rows[0]?.position ?? 0);
}
