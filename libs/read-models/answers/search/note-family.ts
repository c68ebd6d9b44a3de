import { groupSeesCaseSql, groupSeesSourceSql } from '#access';
import type { JournalNoteView } from '../../journal-notes/journal-note-overview.view.js';
import { readableText } from '../../journal-notes/readable-text.js';
import { isCorrectedSql } from '../live-lists.js';
import { holdsAt } from '../statement-builder.js';
import { matchesAll, scoreOf } from './scores.js';
import type { SearchedFamily } from './searched-family.js';

/** Journal notes by title and text, but those that are corrected. */
export const noteFamily: SearchedFamily<JournalNoteView> = {
  kind: 'JOURNAL_NOTE',
  hits: ({
    names: { authority, now },
    words,
  }) => `select w.note_id as id, w.segment, ${scoreOf('w.words', words)} as score
    from overview.note_words w
    join overview.case_words c on c.authority = w.authority and c.case_id = w.case_id and ${holdsAt('c', now)}
   where w.authority = ${authority} and ${matchesAll('w.words', words)} and ${holdsAt('w', now)}
     and exists (select 1 from grounds g where ${groupSeesSourceSql('w.source')} and ${groupSeesCaseSql('c')})
     and not ${isCorrectedSql('w', now)}`,
  told: ({ authority }) =>
    `(select n.doc from overview.note_current n where n.authority = ${authority} and n.note_id = p.id and n.segment = p.segment)`,
  show: ({ title, text, format, caseId }) => ({
    title,
    texts: [title, readableText(format, text)],
    partyId: null,
    caseId,
  }),
};
