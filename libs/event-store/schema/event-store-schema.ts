import type { EntitySchema } from 'typeorm';
import { ForgettableAccessLog1760000000004 } from './1760000000004-forgettable-access-log.js';
import { EventLogs1760000000001 } from './1760000000001-event-logs.js';
import { Quarantine1760000000002 } from './1760000000002-quarantine.js';
import { ClusterPlacements1760000000003 } from './1760000000003-cluster-placements.js';
import { logTables } from './log-tables.js';
import { quarantineTable } from './quarantine-table.js';

/** The tables of this lib, for the data source that #stores opens. */
export const eventStoreEntities: EntitySchema[] = [...logTables, quarantineTable];

/** The migrations of this lib, oldest first. */
export const eventStoreMigrations = [
  EventLogs1760000000001,
  Quarantine1760000000002,
  ClusterPlacements1760000000003,
  ForgettableAccessLog1760000000004,
];
