import { URL_NAMESPACE, uuidV5, type Instant } from '#contracts';
import type { TableDefinition, TableRow } from '#projection-engine';

/** A stretch of the log in which numbered events of a source were missing. */
export interface Gap {
  readonly id: string;
  readonly openedAt: Instant;
  /** How many were missing when it was seen. */
  readonly missing: number;
  readonly closedAt: Instant | null;
  /** Whether the event that tells of it stands in the log. */
  readonly openingTold: boolean;
  readonly closingTold: boolean;
}

/** Every gap there was; what is not told yet waits for the one who records it. */
export const sourceGapTable: TableDefinition = {
  name: 'source_gap',
  columns: {
    gap_id: 'uuid',
    authority: 'text',
    source: 'text',
    opened_at: 'timestamptz',
    missing: 'integer',
    closed_at: 'timestamptz',
    opening_told: 'boolean',
    closing_told: 'boolean',
  },
  primaryKey: ['gap_id'],
  indexes: [
    '(authority, source, opened_at desc)',
    '(opened_at) where not opening_told or (closed_at is not null and not closing_told)',
  ],
};

/** The gaps of a source that its row keeps. */
interface GapRow {
  gaps: readonly Gap[];
}

/** Where an event stands by which a gap is seen. */
interface Seen {
  readonly authority: string;
  readonly source: string;
  readonly at: Instant;
  readonly position: number;
}

/**
 * Opens a gap where events are missing and none is open, closes the open one where none is missing any more. Its id follows
 * from the event by which it was seen: whoever reads the log, and however often, names it the same.
 * @returns the gap that changed
 */
export function noteGap(row: GapRow, missing: number, { authority, source, at, position }: Seen): Gap | undefined {
  const open = row.gaps.find(({ closedAt }) => closedAt === null);
  if ((open !== undefined) === missing > 0) return undefined;
  if (open !== undefined) return keep(row, { ...open, closedAt: at });
  const id = uuidV5(URL_NAMESPACE, `gap|${authority}|${source}|${position}`);
  return keep(row, { id, openedAt: at, missing, closedAt: null, openingTold: false, closingTold: false });
}

/** Overblik's own event of the gap stands in the log. @returns the gap that changed */
export function noteTold(
  row: GapRow,
  name: 'operation.gap-opened' | 'operation.gap-closed',
  gapId: string,
): Gap | undefined {
  const gap = row.gaps.find(({ id }) => id === gapId);
  if (gap === undefined) return undefined;
  return keep(row, name === 'operation.gap-opened' ? { ...gap, openingTold: true } : { ...gap, closingTold: true });
}

/** What has been told from end to end is remembered by the table alone. */
function keep(row: GapRow, gap: Gap): Gap {
  const others = row.gaps.filter(({ id }) => id !== gap.id);
  row.gaps = gap.openingTold && gap.closingTold ? others : [...others, gap];
  return gap;
}

/** The gap as its table has it. */
export const gapRow = (authority: string, source: string, gap: Gap): TableRow => ({
  gap_id: gap.id,
  authority,
  source,
  opened_at: gap.openedAt,
  missing: gap.missing,
  closed_at: gap.closedAt,
  opening_told: gap.openingTold,
  closing_told: gap.closingTold,
});
