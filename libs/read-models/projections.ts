import { rowReadModel, type ReadModel } from '#projection-engine';
import { caseOverview } from './cases/case-overview.projection.js';
import { caseTables, deriveCase } from './cases/case-overview.table.js';
import { documentOverview } from './documents/document-overview.projection.js';
import { deriveDocument, documentTables } from './documents/document-overview.table.js';
import { grantOverview } from './grants/grant-overview.projection.js';
import { deriveGrant, grantTables } from './grants/grant-overview.table.js';
import { journalNoteOverview } from './journal-notes/journal-note-overview.projection.js';
import { deriveNote, noteTables } from './journal-notes/journal-note-overview.table.js';
import { partyOverview } from './parties/party-overview.read-model.js';
import { partyStatements } from './parties/party-statements.projection.js';
import { caseChanges } from './parallel-runs/case-changes.read-model.js';
import { paymentOverview } from './payments/payment-overview.projection.js';
import { derivePayment, paymentTables } from './payments/payment-overview.table.js';
import { serviceOverview } from './services/service-overview.projection.js';
import { deriveService, serviceTables } from './services/service-overview.table.js';
import { settings } from './settings/settings.read-model.js';
import { snapshots } from './snapshots/snapshots.read-model.js';
import { sourceStatus } from './sources/source-status.read-model.js';
import { unitTree } from './units/unit-tree.projection.js';
import { deriveUnit, unitTables } from './units/unit-tree.table.js';

export {
  caseOverview,
  documentOverview,
  grantOverview,
  journalNoteOverview,
  partyStatements,
  paymentOverview,
  serviceOverview,
  unitTree,
};

/**
 * Every read model there is; the runner projects them, `rebuild` names them. Parties first: they ask the database most,
 * and it answers while the others are folded.
 */
export const readModels: readonly ReadModel[] = [
  partyOverview,
  rowReadModel({ projection: caseOverview, tables: caseTables, derive: deriveCase }),
  rowReadModel({ projection: documentOverview, tables: documentTables, derive: deriveDocument }),
  rowReadModel({ projection: journalNoteOverview, tables: noteTables, derive: deriveNote }),
  rowReadModel({ projection: grantOverview, tables: grantTables, derive: deriveGrant }),
  rowReadModel({ projection: paymentOverview, tables: paymentTables, derive: derivePayment }),
  rowReadModel({ projection: serviceOverview, tables: serviceTables, derive: deriveService }),
  rowReadModel({ projection: unitTree, tables: unitTables, derive: deriveUnit }),
  sourceStatus,
  settings,
  snapshots,
  caseChanges,
];
