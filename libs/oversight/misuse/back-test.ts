import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import type { EventStore } from '#event-store';
import { untilFollowed } from '../following/follower.js';
import { BulkCount, periodBefore } from './bulk-count.js';
import { findConspicuous, type Conspicuous } from './conspicuous.js';
import { misuseKinds, type MisuseKind } from './misuse-kinds.js';
import { limitsOf, type MisuseLimit } from './misuse-limits.js';
import { misuse } from './misuse.register.js';
import { signalId } from './signals.js';

/** What is tried on the log: a period, `from` inclusive and `to` exclusive, and limits in place of the authority's own. */
export interface BackTest {
  readonly authority: string;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly repeated?: MisuseLimit;
  readonly bulk?: MisuseLimit;
}

/** What the rules would have found of a kind, and how much of it stands as a signal. */
export interface BackTestFinding {
  readonly kind: MisuseKind;
  readonly found: number;
  readonly signalled: number;
  /** How many users it is about. */
  readonly users: number;
}

const RANGE = `
  select min(position) as first, max(position) as last from oversight.look_up
   where authority = $1 and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at < $3)`;

/** Judged at once. */
const POSITIONS = 5_000;

/** As long as a reader waits for what was written before he asked. */
const LONGEST_WAIT_MS = 60_000;

/**
 * Holds the rules against the look-ups that are in the log, and changes nothing. A line for each kind.
 * @param store the access log
 * @throws NotYetFollowed
 */
export async function backTest(
  pool: Pool,
  store: Pick<EventStore, 'head'>,
  test: BackTest,
): Promise<BackTestFinding[]> {
  const { authority, from, to } = test;
  await untilFollowed(pool, misuse, await store.head(), LONGEST_WAIT_MS);
  const { rows } = await pool.query<{ first: string | null; last: string | null }>(RANGE, [authority, from, to]);
  const range = { fromPosition: Number(rows[0]?.first ?? 0), toPosition: Number(rows[0]?.last ?? -1) };
  const limits = (await limitsOf(pool, [authority])).map((own) => ({
    authority,
    repeated: test.repeated ?? own.repeated,
    bulk: test.bulk ?? own.bulk,
  }));
  const bulk = new BulkCount(limits);
  bulk.count(await periodBefore(pool, range, limits));
  const found = new Map<string, Pick<Conspicuous, 'kind' | 'user'>>();
  for (let from = range.fromPosition; from <= range.toPosition; from += POSITIONS) {
    const next = { fromPosition: from, toPosition: Math.min(from + POSITIONS - 1, range.toPosition) };
    for (const each of await findConspicuous(pool, next, limits, bulk))
      if (each.authority === authority) found.set(signalId(each), { kind: each.kind, user: each.user });
  }
  const { rows: known } = await pool.query<{ id: string }>('select id from oversight.signal where authority = $1', [
    authority,
  ]);
  const signalled = new Set(known.map(({ id }) => id));
  return misuseKinds.map((kind) => {
    const ofKind = [...found].filter(([, each]) => each.kind === kind);
    return {
      kind,
      found: ofKind.length,
      signalled: ofKind.filter(([id]) => signalled.has(id)).length,
      users: new Set(ofKind.map(([, { user }]) => user)).size,
    };
  });
}
