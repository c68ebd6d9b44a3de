import type { Instant } from '#contracts';
import {
  claimsOf,
  segmentsFrom,
  WORDS_INDEX,
  wordsOf,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { viewJournalNote } from './journal-note-overview.view.js';
import { readableText } from './readable-text.js';

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

/** Every case a note was ever said to lie on, and every note it was ever said to correct (itself: none): as-of answers find their candidates here. */
export const noteCase: TableDefinition = {
  name: 'note_case',
  columns: { authority: 'text', case_id: 'uuid', note_id: 'uuid', supersedes: 'uuid' },
  primaryKey: ['authority', 'case_id', 'note_id', 'supersedes'],
  indexes: ['(authority, note_id)', '(authority, supersedes) where supersedes <> note_id'],
};

/** The words a note is found by: of its title, and of its text as a person reads it. */
export const noteWords: TableDefinition = {
  name: 'note_words',
  columns: {
    authority: 'text',
    note_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    case_id: 'uuid',
    words: 'text[]',
  },
  primaryKey: ['authority', 'note_id', 'segment'],
  indexes: [WORDS_INDEX],
};

export const noteTables = [noteCurrent, noteCase, noteWords];

/** What the tables hold of a note from `now` on. */
export function deriveNote(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', noteId = ''] = key.split('/');
  if (row.purged) return {};
  const object = { authority, note_id: noteId };
  const current: TableRow[] = [];
  const words: TableRow[] = [];
  segmentsFrom(row, now).forEach(({ at, from, to }, segment) => {
    const view = viewJournalNote(noteId, row, { asOf: at, knownAt: null });
    if (view === undefined) return;
    words.push({
      ...object,
      segment,
      valid_from: from,
      valid_to: to,
      source: view.source,
      case_id: view.caseId,
      words: wordsOf(view.title, readableText(view.format, view.text)),
    });
    current.push({
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
    });
  });
  const ever = (attribute: string): string[] => [
    ...new Set(claimsOf(row, attribute, null).flatMap(({ value }) => (typeof value === 'string' ? value : []))),
  ];
  const corrected = ever('supersedes');
  return {
    note_current: current,
    note_words: words,
    note_case: ever('caseId').flatMap((caseId) =>
      (corrected.length > 0 ? corrected : [noteId]).map((other) => ({ ...object, case_id: caseId, supersedes: other })),
    ),
  };
}
