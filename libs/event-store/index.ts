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
export { forgottenSql, isForgotten, isForgottenSql } from './forgotten-data.js';
export { digestOf } from './event-digest.js';
export { StoreBusy, StoreClosed, StoreRefused, StoreUnavailable } from './errors.js';
export { openInMemoryEventStore, type InMemoryOptions } from './in-memory/in-memory-event-store.js';
export { InMemoryLog } from './in-memory/in-memory-log.js';
export { instantSql } from './postgres/instant-sql.js';
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
