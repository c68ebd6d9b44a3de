import type { EntitySchema } from 'typeorm';
import { CreateVisibilityFunctions1790000300000 } from './visibility-functions.js';

/** Tables that this lib owns: none yet. The access log has the shape of the event log and lies there. */
export const accessEntities: (string | EntitySchema | (new () => object))[] = [];

/** What `#stores` runs before anything is read: the functions of the visibility predicate. */
export const accessMigrations = [CreateVisibilityFunctions1790000300000];
