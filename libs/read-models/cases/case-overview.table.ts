import { isClassified } from '#access';
import type { Instant } from '#contracts';
import {
  memberCourse,
  memberKeys,
  NEVER,
  presenceOf,
  rankText,
  segmentsFrom,
  WORDS_INDEX,
  wordsOf,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { milestones, progressMoment, progressMoments } from './case-moments.js';
import { rightsFacts, viewCase } from './case-overview.view.js';

/**
 * One row for each stretch of time from when it was derived on; nearly always one. Queries take the one that covers
 * their moment. No column that every event changes is indexed, so an update stays in its page (HOT).
 */
export const caseCurrent: TableDefinition = {
  name: 'case_current',
  columns: {
    authority: 'text',
    case_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    case_number: 'text',
    kle_path: 'text[]',
    sensitivity: 'smallint',
    responsible_unit: 'text',
    handler: 'text',
    classified: 'boolean',
    view_classes: 'text[]',
    profile: 'text[]',
    progress: 'text',
    opened_on: 'date',
    last_event_at: 'timestamptz',
    doc: 'text',
  },
  primaryKey: ['authority', 'case_id', 'segment'],
  indexes: ['(authority, case_number)', '(authority, opened_on desc, case_id)'],
  storage: 'fillfactor = 80',
};

/**
 * The words a case is found by, apart from its parties' names: title, number, status text. With what decides whether it is
 * seen: a search counts all that it finds, and reads no other row of what it does not show.
 */
export const caseWords: TableDefinition = {
  name: 'case_words',
  columns: {
    authority: 'text',
    case_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    kle_path: 'text[]',
    sensitivity: 'smallint',
    responsible_unit: 'text',
    classified: 'boolean',
    view_classes: 'text[]',
    profile: 'text[]',
    words: 'text[]',
  },
  primaryKey: ['authority', 'case_id', 'segment'],
  indexes: [WORDS_INDEX],
};

/**
 * What was said last of each number in a role of a case, over all effective time: that it is there, or that it is not,
 * and how strongly, since a party may be named by one number and ended by another. As-of answers find their candidates
 * here too.
 */
export const caseParty: TableDefinition = {
  name: 'case_party',
  columns: {
    node_id: 'uuid',
    authority: 'text',
    case_id: 'uuid',
    role: 'text',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    present: 'boolean',
    rank: 'text',
  },
  primaryKey: ['node_id', 'authority', 'case_id', 'role', 'valid_from'],
  indexes: ['(authority, case_id, node_id)', '(authority, case_id) where not present'],
};

/** Cases related to cases, as stated by `case_id`; the other side reads it backwards. */
export const caseRelation: TableDefinition = {
  name: 'case_relation',
  columns: {
    authority: 'text',
    case_id: 'uuid',
    kind: 'text',
    other_id: 'uuid',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
  },
  primaryKey: ['authority', 'case_id', 'kind', 'other_id', 'valid_from'],
  indexes: ['(authority, other_id)'],
};

export const caseTimeline: TableDefinition = {
  name: 'case_timeline',
  columns: {
    authority: 'text',
    case_id: 'uuid',
    entry: 'text',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    kind: 'text',
    at: 'timestamptz',
    title: 'text',
  },
  primaryKey: ['authority', 'case_id', 'entry', 'segment'],
};

/** The numbers that a case was ever told under and has no more: by them a parallel run's pairs of the past are found. */
export const casePastNumber: TableDefinition = {
  name: 'case_past_number',
  columns: { authority: 'text', case_number: 'text', case_id: 'uuid' },
  primaryKey: ['authority', 'case_number', 'case_id'],
  indexes: ['(authority, case_id)'],
  // What is past hangs on when the row was derived: until then its number stands with the stretch that is over.
  compared: { by: [] },
};

export const caseTables = [caseCurrent, caseWords, caseParty, caseRelation, caseTimeline, casePastNumber];

/** What the tables hold of a case from `now` on. */
export function deriveCase(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', caseId = ''] = key.split('/');
  if (row.purged) return {};
  // Written out and not spread together: these rows are made for every event, and a copied object is a slow one.
  const current: TableRow[] = [];
  const words: TableRow[] = [];
  const timeline: TableRow[] = [];
  // A change of progress tells itself by its moment: it is shown from then on, whatever applies later.
  const changes = progressMoments(row, null);
  segmentsFrom(row, now).forEach(({ at, from, to }, segment) => {
    const moment = { asOf: at, knownAt: null };
    const view = viewCase(caseId, row, moment);
    if (view === undefined) return;
    const facts = rightsFacts(row, view, moment);
    const classified = isClassified(facts);
    const viewClasses = classified ? facts.viewClasses : null;
    const profile = classified ? facts.profile : null;
    current.push({
      authority,
      case_id: caseId,
      segment,
      valid_from: from,
      valid_to: to,
      source: view.source,
      case_number: view.caseNumber,
      kle_path: facts.klePath,
      sensitivity: facts.sensitivity,
      responsible_unit: facts.unit,
      handler: view.primaryHandler?.id ?? null,
      classified,
      view_classes: viewClasses,
      profile,
      progress: view.progress,
      opened_on: view.openedOn,
      last_event_at: view.lastEventAt,
      doc: JSON.stringify(view),
    });
    words.push({
      authority,
      case_id: caseId,
      segment,
      valid_from: from,
      valid_to: to,
      source: view.source,
      kle_path: facts.klePath,
      sensitivity: facts.sensitivity,
      responsible_unit: facts.unit,
      classified,
      view_classes: viewClasses,
      profile,
      words: wordsOf(view.title, view.caseNumber, view.statusText),
    });
    for (const { entry, kind, at: when, title } of milestones(view))
      timeline.push({
        authority,
        case_id: caseId,
        entry,
        segment,
        valid_from: from,
        valid_to: to,
        kind,
        at: when,
        title,
      });
    for (const change of changes) {
      if (to !== 'infinity' && change.at >= to) continue;
      const { entry, kind, at: when, title } = progressMoment(change, view.caseNumber);
      timeline.push({
        authority,
        case_id: caseId,
        entry,
        segment,
        valid_from: from === '-infinity' || from < when ? when : from,
        valid_to: to,
        kind,
        at: when,
        title,
      });
    }
  });
  return {
    case_current: current,
    case_words: words,
    case_party: memberKeys(row, 'party').flatMap((key) => {
      const [role = '', nodeId = ''] = key.split('/');
      return memberCourse(row, 'party', key, null).map(({ from, to, value, statement }) => ({
        node_id: nodeId,
        authority,
        case_id: caseId,
        role,
        valid_from: from,
        valid_to: to ?? 'infinity',
        present: value !== null,
        rank: rankText(statement),
      }));
    }),
    case_relation: [
      ...intervals(row, 'parent', ([otherId = '']) => ({
        authority,
        case_id: caseId,
        kind: 'parent',
        other_id: otherId,
      })),
      ...intervals(row, 'relation', ([kind = '', otherId = '']) => ({
        authority,
        case_id: caseId,
        kind,
        other_id: otherId,
      })),
    ],
    case_timeline: timeline,
    case_past_number: pastNumbers(row, current).map((number) => ({ authority, case_number: number, case_id: caseId })),
  };
}

function pastNumbers(row: AssertionRow, current: readonly TableRow[]): string[] {
  const told = row.attributes['caseNumber'] ?? [];
  // Nearly every case has the one number it began with.
  if (told.length <= 1 && current.length > 0) return [];
  const numbers = new Set(told.flatMap(([, number]) => (typeof number === 'string' ? [number] : [])));
  for (const { case_number: number } of current) numbers.delete(number as string);
  return [...numbers];
}

/** The presence of every member of a group, as rows; of one that is never present, an empty one: it may have been as known earlier. */
function intervals(row: AssertionRow, group: string, columns: (parts: string[]) => TableRow): TableRow[] {
  return memberKeys(row, group).flatMap((key) => {
    const stretches = presenceOf(row, group, key, null).map(({ from, to }) => ({ from, to: to ?? 'infinity' }));
    return (stretches.length > 0 ? stretches : [NEVER]).map(({ from, to }) => ({
      ...columns(key.split('/')),
      valid_from: from,
      valid_to: to,
    }));
  });
}
