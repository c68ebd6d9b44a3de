import { caseFamily } from './case-family.js';
import { documentFamily } from './document-family.js';
import { grantFamily } from './grant-family.js';
import { noteFamily } from './note-family.js';
import { partyFamily } from './party-family.js';
import type { SearchedFamily } from './searched-family.js';

/** What a search covers. Of equal matches the earlier family comes first. */
export const searchedFamilies = [
  caseFamily,
  partyFamily,
  documentFamily,
  noteFamily,
  grantFamily,
] as readonly SearchedFamily[];
