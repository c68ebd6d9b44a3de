import { EXISTS, valueAt, winnerAt, type AssertionRow, type ViewMoment } from '#projection-engine';

const FORMATS: Readonly<Record<string, string>> = { text: 'TEXT', rtf: 'RTF', ooxml: 'OOXML' };
const ACTOR_KINDS: Readonly<Record<string, string>> = {
  organisation: 'ORGANISATION',
  unit: 'UNIT',
  user: 'USER',
  itSystem: 'IT_SYSTEM',
};

/** A journal note as it applies at one moment, in GraphQL's own names. */
export interface JournalNoteView {
  readonly id: string;
  readonly source: string;
  readonly caseId: string;
  readonly title: string;
  readonly text: string;
  readonly format: string;
  readonly author: { readonly kind: string; readonly id: string; readonly name: string | null } | null;
  readonly notedOn: string;
  readonly withdrawn: boolean;
  readonly supersedes: string | null;
}

/** The note as it applies at the moment; undefined where it is not there. A correction of it is another note's to tell. */
export function viewJournalNote(id: string, row: AssertionRow, moment: ViewMoment): JournalNoteView | undefined {
  if (row.purged) return undefined;
  const founded = winnerAt(row, EXISTS, moment);
  if (founded?.value !== true) return undefined;
  const value = (name: string): string | null => {
    const found = valueAt(row, name, moment);
    return typeof found === 'string' ? found : null;
  };
  const author = valueAt(row, 'author', moment) as { kind: string; id: string; name?: string } | null | undefined;
  return {
    id,
    source: value('source') ?? founded.statement.source,
    caseId: value('caseId') ?? '',
    title: value('title') ?? '',
    text: value('text') ?? '',
    format: FORMATS[value('format') ?? ''] ?? 'TEXT',
    author:
      author === null || author === undefined
        ? null
        : { kind: ACTOR_KINDS[author.kind] ?? 'USER', id: author.id, name: author.name ?? null },
    notedOn: value('notedOn') ?? '',
    withdrawn: valueAt(row, 'withdrawn', moment) === true,
    supersedes: value('supersedes'),
  };
}
