import type { Instant } from '#contracts';
import type { Pool } from 'pg';
import { accessStream, accessViewed } from '../access-log/access-log.js';

/** A view of a user that named an object or party. */
export interface LookedAt {
  readonly id: string;
  readonly at: Instant;
}

/** What an entry begins with; of one whose time is over only the hash is left. */
const BRACE = 0x7b;

const LOOKED_AT = `
  select named.id, entry.told->>'at' as at
    from overblik.access_log a
    cross join lateral (
      select case when get_byte(a.data, 0) = ${BRACE} then convert_from(a.data, 'UTF8')::jsonb end as told) entry
    cross join lateral jsonb_array_elements_text(entry.told->'objects' || (entry.told->'parties')) as named (id)
   where a.stream = $1 and a.type = $2
     and entry.told->>'at' >= $3 collate "C" and entry.told->>'at' < $4 collate "C" and named.id = any($5::text[])`;

/** Reads from the user's own stream of the access log, so that what was written a moment ago is in it. */
export async function lookedAt(
  pool: Pool,
  authority: string,
  user: string,
  period: { readonly from: Instant; readonly to: Instant },
  ids: readonly string[],
): Promise<readonly LookedAt[]> {
  const { rows } = await pool.query<LookedAt>({
    name: 'looked-at',
    text: LOOKED_AT,
    values: [accessStream(authority, user), accessViewed, period.from, period.to, ids],
  });
  return rows;
}
