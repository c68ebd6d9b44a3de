import { dateOf, type Instant } from '#contracts';
import {
  EXISTS,
  membersAt,
  valueAt,
  winnerAt,
  type AssertionRow,
  type Json,
  type ViewMoment,
} from '#projection-engine';
import { rankOfName, sensitivityName } from '../sensitivity.js';

const PROGRESSES: Readonly<Record<string, string>> = {
  received: 'RECEIVED',
  distributed: 'DISTRIBUTED',
  inProgress: 'IN_PROGRESS',
  inReview: 'IN_REVIEW',
  published: 'PUBLISHED',
  final: 'FINAL',
  transferred: 'TRANSFERRED',
};

/** A document as it applies at one moment: GraphQL's own names, and what joins and rights need. */
export interface DocumentView {
  readonly id: string;
  readonly source: string;
  readonly documentNumber: string | null;
  readonly title: string;
  readonly documentType: string;
  readonly direction: string | null;
  readonly letterDate: string | null;
  readonly version: string | null;
  readonly sensitivity: string;
  readonly progress: string;
  readonly hop: Json;
  /** The day it counts on: its letter date, else the day it was registered. */
  readonly day: string;
  readonly caseLinks: readonly { readonly caseId: string; readonly link: string }[];
  readonly partyNodes: readonly string[];
}

/** The document as it applies at the moment; undefined where it is not there. */
export function viewDocument(id: string, row: AssertionRow, moment: ViewMoment): DocumentView | undefined {
  if (row.purged) return undefined;
  const founded = winnerAt(row, EXISTS, moment);
  if (founded?.value !== true) return undefined;
  const value = (name: string): string | null => {
    const found = valueAt(row, name, moment);
    return typeof found === 'string' ? found : null;
  };
  const letterDate = value('letterDate');
  return {
    id,
    source: value('source') ?? founded.statement.source,
    documentNumber: value('documentNumber'),
    title: value('title') ?? '',
    documentType: value('documentType') ?? '',
    direction: value('direction'),
    letterDate,
    version: value('version'),
    sensitivity: sensitivityName(value('sensitivity')),
    progress: PROGRESSES[value('progress') ?? ''] ?? 'RECEIVED',
    hop: valueAt(row, 'hop', moment) ?? null,
    day: letterDate ?? firstRegisteredDay(row, moment.knownAt),
    caseLinks: membersAt(row, 'case', moment).map(({ key, value: link }) => ({
      caseId: key,
      link: (link as { link: string }).link === 'attached' ? 'ATTACHED' : 'FILED',
    })),
    partyNodes: membersAt(row, 'party', moment).map(({ key }) => key),
  };
}

/** How sensitive the document is, as rights compare it. */
export const sensitivityRank = (view: DocumentView): number => rankOfName(view.sensitivity);

/** The day of the earliest registered founding statement: sending it again does not move a document in the list. */
function firstRegisteredDay(row: AssertionRow, knownAt: Instant | null): string {
  let first: Instant | undefined;
  for (const [index, value] of row.attributes[EXISTS] ?? []) {
    const statement = row.statements[index];
    if (value !== true || statement === undefined || (knownAt !== null && statement.recordedAt > knownAt)) continue;
    if (first === undefined || statement.time < first) first = statement.time;
  }
  return dateOf(first ?? '1970-01-01T00:00:00.000000Z');
}
