export type {
  AppendOutcome,
  AppendRequest,
  Backlog,
  EventDigest,
  EventFilter,
  EventPage,
  EventStore,
  EventTrace,
  ExpectedRevision,
  NewEvent,
  Placement,
  ReadStreamOptions,
  StoredEvent,
  SubscribeOptions,
} from './event-store.js';
export { digestOf } from './event-digest.js';
export { StoreBusy, StoreClosed, StoreRefused, StoreUnavailable } from './errors.js';
export { openInMemoryEventStore, type InMemoryOptions } from './in-memory/in-memory-event-store.js';
export { InMemoryLog } from './in-memory/in-memory-log.js';
export { isClusterUrl } from './kurrentdb/cluster-connection.js';
export { isClusterAway } from './kurrentdb/cluster-faults.js';
export { markCluster, readClusterMark } from './kurrentdb/cluster-mark.js';
export { openKurrentDbEventStore, type KurrentDbOptions } from './kurrentdb/kurrentdb-event-store.js';
export { textArray } from './postgres/binary-arrays.js';
export { openPostgresEventStore, type LogName, type PostgresOptions } from './postgres/postgres-event-store.js';
export type {
  PurgedObject,
  Quarantine,
  QuarantineEntry,
  QuarantinePage,
  QuarantineQuery,
  QuarantineStatus,
  RefusedEvent,
} from './quarantine/quarantine.js';
export { openInMemoryQuarantine } from './quarantine/in-memory-quarantine.js';
export { openPostgresQuarantine } from './quarantine/postgres-quarantine.js';
export { bucketOf } from './stream-bucket.js';
export { eventStoreEntities, eventStoreMigrations } from './schema/event-store-schema.js';
