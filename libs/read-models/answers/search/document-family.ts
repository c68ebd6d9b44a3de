import { caseVisibleSql, documentVisibleSql } from '#access';
import type { DocumentView } from '../../documents/document-overview.view.js';
import { casesOfDocument } from '../live-rights.js';
import { holdsAt } from '../statement-builder.js';
import { matchesAll, scoreOf } from './scores.js';
import type { SearchedFamily } from './searched-family.js';

interface Told {
  readonly n: DocumentView;
  /** The first of its cases that the caller sees. */
  readonly c: string | null;
}

/** Documents by title and number. */
export const documentFamily: SearchedFamily<Told> = {
  kind: 'DOCUMENT',
  hits: ({
    names: { authority, now },
    words,
  }) => `select d.document_id as id, d.segment, ${scoreOf('d.words', words)} as score
    from overview.document_current d
   where d.authority = ${authority} and ${matchesAll('d.words', words)} and ${holdsAt('d', now)}
     and ${documentVisibleSql('d', casesOfDocument('d', now))}`,
  told: ({
    authority,
    now,
  }) => `(select '{"n":' || d.doc || ',"c":' || coalesce((select to_json(c.case_id)::text from overview.document_case l
        join overview.case_current c on c.authority = l.authority and c.case_id = l.case_id and ${holdsAt('c', now)}
       where l.authority = d.authority and l.document_id = d.document_id and ${holdsAt('l', now)} and ${caseVisibleSql('c')}
       order by c.case_id limit 1), 'null') || '}'
    from overview.document_current d where d.authority = ${authority} and d.document_id = p.id and d.segment = p.segment)`,
  show: ({ n: { title, documentNumber }, c }) => ({ title, texts: [title, documentNumber], partyId: null, caseId: c }),
};
