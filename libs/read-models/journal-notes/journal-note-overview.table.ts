import type { Instant } from '#contracts';
import {
  courseOf,
  segmentsFrom,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { viewJournalNote } from './journal-note-overview.view.js';

/** One row for each stretch of time from when it was derived on; nearly always one. */
export const noteCurrent: TableDefinition = {
  name: 'note_current',
  columns: {
    authority: 'text',
    note_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    case_id: 'uuid',
    noted_on: 'date',
    supersedes: 'uuid',
    title: 'text',
    doc: 'text',
  },
  primaryKey: ['authority', 'note_id', 'segment'],
  indexes: ['(authority, case_id)', '(authority, supersedes) where supersedes is not null'],
};

/** Which case a note lies on, over all effective time: as-of answers find their candidates here. */
export const noteCase: TableDefinition = {
  name: 'note_case',
  columns: { authority: 'text', case_id: 'uuid', note_id: 'uuid', valid_from: 'timestamptz', supersedes: 'uuid' },
  primaryKey: ['authority', 'case_id', 'note_id', 'valid_from'],
  indexes: ['(authority, supersedes) where supersedes is not null'],
};

export const noteTables = [noteCurrent, noteCase];

/** What the tables hold of a note from `now` on. */
export function deriveNote(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', noteId = ''] = key.split('/');
  if (row.purged) return {};
  const object = { authority, note_id: noteId };
  const current: TableRow[] = segmentsFrom(row, now).flatMap(({ at, from, to }, segment) => {
    const view = viewJournalNote(noteId, row, { asOf: at, knownAt: null });
    if (view === undefined) return [];
    return {
      ...object,
      segment,
      valid_from: from,
      valid_to: to,
      source: view.source,
      case_id: view.caseId,
      noted_on: view.notedOn,
      supersedes: view.supersedes,
      title: view.title,
      doc: JSON.stringify(view),
    };
  });
  // Every correction ever stated, whether or not it still wins: an as-of answer must find it as a candidate.
  const supersedes = courseOf(row, 'supersedes', null)
    .map(({ value }) => value)
    .find((value) => typeof value === 'string');
  return {
    note_current: current,
    note_case: courseOf(row, 'caseId', null).map(({ from, value }) => ({
      ...object,
      case_id: typeof value === 'string' ? value : null,
      valid_from: from,
      supersedes: typeof supersedes === 'string' ? supersedes : null,
    })),
  };
}
