import type { CasesOfDocument } from '#access';
import { holdsAt } from './statement-builder.js';

/** How a live search gets from the document `alias` to its cases, by the rows that a search reads of them. */
export const casesOfDocument = (alias: string, now: string): CasesOfDocument => ({
  from: `overview.document_case l join overview.case_words c on c.authority = l.authority and c.case_id = l.case_id and ${holdsAt('c', now)}`,
  where: `l.authority = ${alias}.authority and l.document_id = ${alias}.document_id and ${holdsAt('l', now)}`,
  caseAlias: 'c',
  isWithoutCase: `${alias}.without_case`,
});
