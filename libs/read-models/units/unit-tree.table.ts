import type { Instant } from '#contracts';
import {
  NEVER,
  segmentsFrom,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { viewUnit } from './unit-tree.view.js';

/**
 * Where each unit lies in the tree, for each stretch of time from when it was derived on; of a unit that is never there an
 * empty stretch, for it may have been as known earlier. Ids are text: so are those of a right and of a responsible unit.
 */
export const unitCurrent: TableDefinition = {
  name: 'unit_current',
  columns: {
    authority: 'text',
    unit_id: 'text',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    parent_id: 'text',
    source: 'text',
  },
  primaryKey: ['authority', 'unit_id', 'segment'],
  indexes: ['(authority, parent_id)'],
};

export const unitTables = [unitCurrent];

/** What the table holds of a unit from `now` on. */
export function deriveUnit(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', unitId = ''] = key.split('/');
  if (row.purged) return {};
  const rows: TableRow[] = segmentsFrom(row, now).flatMap(({ at, from, to }, segment) => {
    const view = viewUnit(unitId, row, { asOf: at, knownAt: null });
    if (view === undefined) return [];
    return {
      authority,
      unit_id: unitId,
      segment,
      valid_from: from,
      valid_to: to,
      parent_id: view.parentUnitId,
      source: view.source,
    };
  });
  const never = {
    authority,
    unit_id: unitId,
    segment: 0,
    valid_from: NEVER.from,
    valid_to: NEVER.to,
    parent_id: null,
    source: null,
  };
  return { unit_current: rows.length > 0 ? rows : [never] };
}
