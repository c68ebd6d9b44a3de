import { rowReadModel, type ReadModel } from '#projection-engine';
import { caseOverview } from './cases/case-overview.projection.js';
import { caseTables, deriveCase } from './cases/case-overview.table.js';
import { documentOverview } from './documents/document-overview.projection.js';
import { deriveDocument, documentTables } from './documents/document-overview.table.js';
import { journalNoteOverview } from './journal-notes/journal-note-overview.projection.js';
import { deriveNote, noteTables } from './journal-notes/journal-note-overview.table.js';
import { partyOverview } from './parties/party-overview.read-model.js';
import { partyStatements } from './parties/party-statements.projection.js';
import { sourceStatus } from './sources/source-status.read-model.js';
import { unitTree } from './units/unit-tree.projection.js';
import { deriveUnit, unitTables } from './units/unit-tree.table.js';

export { caseOverview, partyStatements };

/**
 * Every read model there is; the runner projects them, `rebuild` names them. Parties first: they ask the database most,
 * and it answers while the others are folded.
 */
export const readModels: readonly ReadModel[] = [
  partyOverview,
  rowReadModel({ projection: caseOverview, tables: caseTables, derive: deriveCase }),
  rowReadModel({ projection: documentOverview, tables: documentTables, derive: deriveDocument }),
  rowReadModel({ projection: journalNoteOverview, tables: noteTables, derive: deriveNote }),
  rowReadModel({ projection: unitTree, tables: unitTables, derive: deriveUnit }),
  sourceStatus,
];
