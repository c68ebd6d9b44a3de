import type { Pool, QueryConfig } from 'pg';
import { allRows } from './statement-builder.js';

/** A pool that answers nothing and remembers what it was asked. */
function listening(): { pool: Pool; asked: QueryConfig[] } {
  const asked: QueryConfig[] = [];
  const query = (statement: QueryConfig): Promise<{ rows: [] }> => {
    asked.push(statement);
    return Promise.resolve({ rows: [] });
  };
  return { pool: { query } as unknown as Pool, asked };
}

describe('statements', () => {
  it('are prepared when they are asked again, under one name for one text', async () => {
    const { pool, asked } = listening();
    for (const value of [1, 2, 3]) await allRows(pool, 'select $1', [value]);
    expect(asked.map(({ name }) => name)).toEqual([undefined, asked[1]?.name, asked[1]?.name]);
    expect(asked[1]?.name).toMatch(/^[0-9a-f]{40}$/);
    expect(asked.map(({ values }) => values)).toEqual([[1], [2], [3]]);
  });

  it('share no name between texts, and are forgotten when many others came', async () => {
    const { pool, asked } = listening();
    for (let n = 0; n < 400; n++) await allRows(pool, `select ${n}`, []);
    for (let n = 0; n < 400; n++) await allRows(pool, `select ${399 - n}`, []);
    const named = asked.flatMap(({ name }) => name ?? []);
    expect(named).toHaveLength(200);
    expect(new Set(named).size).toBe(200);
  });
});
