import type { Pool } from 'pg';
import { inTransaction } from '#projection-engine';
import { accessEntries } from '../access-entries/access-entries.register.js';
import { holdTables } from '../following/bookkeeping.js';

/**
 * Destroys the keys of what entries of the access log told of persons, and with them the ids and nodes of numbers by which the
 * register finds what was asked for in vain: it has then what it would have if it were made anew.
 */
export async function destroyPersonalParts(pool: Pool, eventIds: readonly string[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Else a page that was opened before could be taken in afterwards.
    if (await holdTables(client, accessEntries)) {
      await client.query(
        `update oversight.entry e set asked = '{}' from overblik.access_log a
          where a.event_id = any($1::uuid[]) and e.position = a.position and e.asked <> '{}'`,
        [eventIds],
      );
    }
    await client.query('delete from overblik.access_key where event_id = any($1::uuid[])', [eventIds]);
  });
}
