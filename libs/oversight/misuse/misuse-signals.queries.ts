import type { Pool } from 'pg';
import { isUuid, momentOf, type Instant } from '#contracts';
import { instantSql, type EventStore } from '#event-store';
import { decodeCursor, InvalidCursor, pageOf, type Page, type PageArgs } from '#read-models/queries';
import { untilFollowed } from '../following/follower.js';
import { misuseMessages, type MisuseKind } from './misuse-kinds.js';
import { misuse } from './misuse.register.js';

/** MisuseSignal of GraphQL. */
export interface MisuseSignalView {
  readonly id: string;
  readonly kind: MisuseKind;
  /** When the first of the look-ups was made. */
  readonly at: Instant;
  readonly user: string;
  readonly party: string | null;
  /** Ids of access entries. */
  readonly accessEntries: readonly string[];
  readonly message: string;
}

/** What is asked of the signals of one authority. */
export interface MisuseQueries {
  /** Newest first; all kinds where none is named. @throws NotYetFollowed, InvalidCursor */
  signals(authority: string, kinds: readonly MisuseKind[] | null, page: PageArgs): Promise<Page<MisuseSignalView>>;
}

interface Row extends Omit<MisuseSignalView, 'message'> {
  readonly total: string;
  readonly remaining: string;
  readonly found: boolean;
}

const LONGEST_WAIT_MS = 5_000;

const PAGE = `
  with s as materialized (
    select s.*, $3::timestamptz is null or (s.at, s.id) < ($3::timestamptz, $4::uuid) as beyond
      from oversight.signal s where s.authority = $1 and ($2::text[] is null or s.kind = any($2)))
  select c.total, c.remaining, p.id is not null as found, p.id, p.kind,
         ${instantSql('p.at')} as at,
         p.user_id as user, p.party_id as party, p.entries as "accessEntries"
    from (select count(*) as total, count(*) filter (where beyond) as remaining from s) c
    left join lateral (select * from s where beyond order by s.at desc, s.id desc limit $5) p on true
   order by p.at desc, p.id desc`;

/** @see MisuseQueries */
export function createMisuseQueries(pool: Pool, store: Pick<EventStore, 'head'>): MisuseQueries {
  return {
    async signals(authority, kinds, { first, after }) {
      const cursor = decodeCursor(after);
      if (cursor !== null && (momentOf(cursor.key) === undefined || !isUuid(cursor.id))) throw new InvalidCursor();
      await untilFollowed(pool, misuse, await store.head(), LONGEST_WAIT_MS);
      const { rows } = await pool.query<Row>({
        name: 'misuse page',
        text: PAGE,
        values: [authority, kinds, cursor?.key ?? null, cursor?.id ?? null, first],
      });
      const signals = rows.flatMap(({ total: _total, remaining: _remaining, found, ...signal }) =>
        found ? [{ key: signal.at, id: signal.id, node: { ...signal, message: misuseMessages[signal.kind] } }] : [],
      );
      return pageOf(signals, Number(rows[0]?.total ?? 0), Number(rows[0]?.remaining ?? 0));
    },
  };
}
