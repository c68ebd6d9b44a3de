export { backUp, type BackUpOptions } from './backup/back-up.js';
export type { BackedUpTable, Manifest } from './backup/manifest.js';
export { endRestoration, restoreTables, type RestoreOptions } from './backup/restore.js';
export { StoresFault } from './errors.js';
export type { EventLogOptions, EventLogPlace } from './event-log.js';
export { createPool, isDatabaseAway, postgresTypes } from './postgres-pool.js';
export type { PoolOptions } from './postgres-pool.js';
export { openStores, Stores } from './stores.js';
export type { StoresLog, StoresOptions } from './stores.js';
