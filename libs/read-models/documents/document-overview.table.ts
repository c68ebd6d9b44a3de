import type { Instant } from '#contracts';
import {
  memberKeys,
  NEVER,
  presenceOf,
  segmentsFrom,
  WORDS_INDEX,
  wordsOf,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { sensitivityRank, viewDocument } from './document-overview.view.js';

/** One row for each stretch of time from when it was derived on; nearly always one. */
export const documentCurrent: TableDefinition = {
  name: 'document_current',
  columns: {
    authority: 'text',
    document_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    sensitivity: 'smallint',
    without_case: 'boolean',
    day: 'date',
    words: 'text[]',
    title: 'text',
    doc: 'text',
  },
  primaryKey: ['authority', 'document_id', 'segment'],
  indexes: [WORDS_INDEX],
};

/** Links between documents and cases over all effective time. */
export const documentCase: TableDefinition = {
  name: 'document_case',
  columns: {
    authority: 'text',
    case_id: 'uuid',
    document_id: 'uuid',
    link: 'text',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
  },
  primaryKey: ['authority', 'case_id', 'document_id', 'valid_from'],
  indexes: ['(authority, document_id)'],
};

/** Parties a document names, over all effective time. */
export const documentParty: TableDefinition = {
  name: 'document_party',
  columns: {
    node_id: 'uuid',
    authority: 'text',
    document_id: 'uuid',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
  },
  primaryKey: ['node_id', 'authority', 'document_id', 'valid_from'],
};

export const documentTables = [documentCurrent, documentCase, documentParty];

/** What the tables hold of a document from `now` on. */
export function deriveDocument(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', documentId = ''] = key.split('/');
  if (row.purged) return {};
  const object = { authority, document_id: documentId };
  const current: TableRow[] = segmentsFrom(row, now).flatMap(({ at, from, to }, segment) => {
    const view = viewDocument(documentId, row, { asOf: at, knownAt: null });
    if (view === undefined) return [];
    return {
      ...object,
      segment,
      valid_from: from,
      valid_to: to,
      source: view.source,
      sensitivity: sensitivityRank(view),
      without_case: view.caseLinks.length === 0,
      day: view.day,
      words: wordsOf(view.title, view.documentNumber),
      title: view.title,
      doc: JSON.stringify(view),
    };
  });
  // A member that is never present has an empty row: it may have been as known earlier.
  const presences = (group: string, columns: (key: string, value: unknown) => TableRow): TableRow[] =>
    memberKeys(row, group).flatMap((member) => {
      const stretches = presenceOf(row, group, member, null).map(({ from, to, value }) => ({
        ...columns(member, value),
        valid_from: from,
        valid_to: to ?? 'infinity',
      }));
      if (stretches.length > 0) return stretches;
      return [{ ...columns(member, null), valid_from: NEVER.from, valid_to: NEVER.to }];
    });
  return {
    document_current: current,
    document_case: presences('case', (caseId, value) => ({
      ...object,
      case_id: caseId,
      link: (value as { link: string } | null)?.link ?? null,
    })),
    document_party: presences('party', (nodeId) => ({ ...object, node_id: nodeId })),
  };
}
