import type { EntitySchema } from 'typeorm';
import { accessDenialTable, privilegesSeenTable } from './access-denial.entity.js';
import { CreateAccessDenial1797000001000 } from './access-denial.migration.js';
import { accessKeyTable } from './access-key.entity.js';
import { CreateAccessKey1795000001000 } from './access-key.migration.js';
import { SeeClassifiedCases1796000001000 } from './classified-cases.migration.js';
import { CreateVisibilityFunctions1790000300000 } from './visibility-functions.js';

/** Tables that this lib owns. The access log has the shape of the event log and lies there. */
export const accessEntities: (string | EntitySchema | (new () => object))[] = [
  accessKeyTable,
  accessDenialTable,
  privilegesSeenTable,
];

/** What `#stores` runs before anything is read: the functions of the visibility predicate, the keys of entries, the deny list. */
export const accessMigrations = [
  CreateVisibilityFunctions1790000300000,
  CreateAccessKey1795000001000,
  SeeClassifiedCases1796000001000,
  CreateAccessDenial1797000001000,
];
