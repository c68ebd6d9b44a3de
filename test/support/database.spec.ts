import { openTestDatabase } from './database.js';

describe('the test database', () => {
  it('is fresh, UTF8, and knows Danish letters', async () => {
    const database = await openTestDatabase();
    await database.pool.query('create extension pg_trgm');
    const { rows } = await database.pool.query<{ encoding: string; lowered: string; trigrams: string[] }>(
      `select pg_encoding_to_char(encoding) as encoding, lower('ÆRØ') as lowered, show_trgm('Ærø') as trigrams
         from pg_database where datname = current_database()`,
    );
    expect(rows[0]).toMatchObject({ encoding: 'UTF8', lowered: 'ærø' });
    expect(rows[0]?.trigrams).toHaveLength(4);
    await database.close();
  });

  it('is not shared between two calls', async () => {
    const [one, other] = await Promise.all([openTestDatabase(), openTestDatabase()]);
    await one.pool.query('create table only_here (id int)');
    const { rows } = await other.pool.query<{ found: string | null }>(`select to_regclass('only_here')::text as found`);
    expect(rows).toEqual([{ found: null }]);
    await Promise.all([one.close(), other.close()]);
  });
});
