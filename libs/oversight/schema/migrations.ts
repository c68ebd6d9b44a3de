import { CreateInvestigation1796000004000 } from './create-investigation.migration.js';
import { investigationTable } from './investigation.entity.js';

/** The tables of this lib that cannot be made again from a log. */
export const oversightEntities = [investigationTable];

/** Their migrations, in order. */
export const oversightMigrations = [CreateInvestigation1796000004000];
