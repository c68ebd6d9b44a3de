import type { EntitySchema } from 'typeorm';
import { accessKeyTable } from './access-key.entity.js';
import { CreateAccessKey1795000001000 } from './access-key.migration.js';
import { CreateVisibilityFunctions1790000300000 } from './visibility-functions.js';

/** Tables that this lib owns. The access log has the shape of the event log and lies there. */
export const accessEntities: (string | EntitySchema | (new () => object))[] = [accessKeyTable];

/** What `#stores` runs before anything is read: the functions of the visibility predicate, the keys of entries. */
export const accessMigrations = [CreateVisibilityFunctions1790000300000, CreateAccessKey1795000001000];
