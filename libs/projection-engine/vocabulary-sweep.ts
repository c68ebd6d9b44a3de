import type { Pool } from 'pg';
import { searchedRelations } from './generations.js';
import { inTransaction, LOCK_PAGES_ALONE, LOCK_PAGES_SHARED } from './locks.js';
import { DATA_SCHEMA, ownTable } from './place.js';
import { doubtedTable, learnSql, vocabularyTable } from './vocabulary.js';

/** What a sweep dropped, and the epoch of the vocabulary since. */
export interface Sweep {
  readonly gone: readonly { authority: string; word: string }[];
  readonly epoch: number;
}

const [parts, doubts] = [ownTable(vocabularyTable).relation, ownTable(doubtedTable).relation];

/**
 * Drops the doubted words that no row has: a vocabulary must not remember a purged name. Alone, with no page under way: a
 * word that a page learns while it is judged unused would be lost, and with it whatever is to be found by it. The epoch
 * moves where a word went, so that whoever remembers it as written writes it again.
 */
export async function sweepVocabulary(pool: Pool): Promise<Sweep | undefined> {
  return await inTransaction(pool, async (client) => {
    await client.query(LOCK_PAGES_ALONE);
    const uses = (await searchedRelations(client)).map(
      (relation) => `exists (select from ${relation} t where t.authority = d.authority and t.words @> array[d.word])`,
    );
    const { rows: gone } = await client.query<{ authority: string; word: string }>(
      `with unused as materialized (select d.authority, d.word from ${doubts} d where not (${['false', ...uses].join(' or ')})),
        deleted as (delete from ${parts} w using unused u, unnest(overview.word_parts(u.word)) as p (part)
          where w.authority = u.authority and w.part = p.part and w.word = u.word returning w.authority, w.word)
       select distinct authority, word from deleted`,
    );
    await client.query(`delete from ${doubts}`);
    if (gone.length === 0) return undefined;
    const { rows } = await client.query<{ epoch: string }>(
      'update overview.engine set vocabulary_epoch = vocabulary_epoch + 1 returning vocabulary_epoch as epoch',
    );
    return { gone, epoch: Number(rows[0]?.epoch) };
  });
}

/**
 * Takes in every word of a generation that is nearly there. It must be `catching-up` already: from then on sweeps ask its
 * rows too, and the lock lets none go on that began before.
 */
export async function learnGeneration(pool: Pool, generation: number, tables: readonly string[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(LOCK_PAGES_SHARED);
    for (const table of tables)
      await client.query(
        learnSql(`(select distinct authority, unnest(words) as word from ${DATA_SCHEMA}.${table}_g${generation}) w`),
      );
  });
}
