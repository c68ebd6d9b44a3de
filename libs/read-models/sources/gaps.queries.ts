import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import { instantSql } from '#event-store';

/** SourceGap of GraphQL. */
export interface GapView {
  readonly id: string;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  /** How many were missing when it was seen. */
  readonly missing: number;
}

/** A gap of which not all has been told in the log. */
export interface UntoldGap extends GapView {
  readonly authority: string;
  readonly source: string;
  readonly openingTold: boolean;
}

const NEWEST = 20;
const COLUMNS = `gap_id as id, ${instantSql('opened_at')} as "openedAt", ${instantSql('closed_at')} as "closedAt", missing`;

/** The newest gaps of each source of the authority, newest first. */
export async function gapsOfSources(pool: Pool, authority: string): Promise<ReadonlyMap<string, GapView[]>> {
  const { rows } = await pool.query<GapView & { source: string }>(
    `select source, ${COLUMNS} from (
       select g.*, row_number() over (partition by source order by opened_at desc, gap_id) as n
         from overview.source_gap g where authority = $1) ranked where n <= ${NEWEST} order by opened_at desc, gap_id`,
    [authority],
  );
  const bySource = new Map<string, GapView[]>();
  for (const { source, ...gap } of rows) bySource.set(source, [...(bySource.get(source) ?? []), gap]);
  return bySource;
}

/** Gaps that the log does not tell of yet, oldest first; at most `limit`. */
export async function untoldGaps(pool: Pool, limit: number): Promise<UntoldGap[]> {
  const { rows } = await pool.query<UntoldGap>(
    `select authority, source, ${COLUMNS}, opening_told as "openingTold" from overview.source_gap
      where not opening_told or (closed_at is not null and not closing_told) order by opened_at, gap_id limit $1`,
    [limit],
  );
  return rows;
}
