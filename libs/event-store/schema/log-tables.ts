import { EntitySchema } from 'typeorm';

/** The schema that holds what cannot be rebuilt. */
export const STORE_SCHEMA = 'overblik';

/** One log of events. Written and read by the PostgreSQL adapter only; here TypeORM learns that the table is ours. */
function logTable(name: 'events' | 'access_log'): EntitySchema {
  return new EntitySchema({
    name,
    schema: STORE_SCHEMA,
    tableName: name,
    columns: {
      position: { type: 'bigint', primary: true, primaryKeyConstraintName: `${name}_pkey` },
      event_id: { type: 'uuid' },
      stream: { type: 'text' },
      revision: { type: 'integer' },
      type: { type: 'text' },
      bucket: { type: 'smallint' },
      recorded_at: { type: 'timestamptz' },
      metadata: { type: 'text' },
      data: { type: 'bytea' },
    },
    uniques: [
      { name: `${name}_event_id_key`, columns: ['event_id'] },
      { name: `${name}_stream_revision_key`, columns: ['stream', 'revision'] },
    ],
  });
}

/** The counter row of each log. */
const logPosition = new EntitySchema({
  name: 'log_position',
  schema: STORE_SCHEMA,
  tableName: 'log_position',
  columns: {
    log: { type: 'text', primary: true, primaryKeyConstraintName: 'log_position_pkey' },
    position: { type: 'bigint' },
    recorded_at: { type: 'timestamptz' },
  },
});

/** Where the events of a log in a cluster stand. Written and read by the KurrentDB adapter only. */
const clusterEvent = new EntitySchema({
  name: 'cluster_event',
  schema: STORE_SCHEMA,
  tableName: 'cluster_event',
  columns: {
    stream: { type: 'text', primary: true, primaryKeyConstraintName: 'cluster_event_pkey' },
    revision: { type: 'integer', primary: true, primaryKeyConstraintName: 'cluster_event_pkey' },
    event_id: { type: 'uuid' },
    position: { type: 'bigint' },
    recorded_at: { type: 'timestamptz' },
    metadata: { type: 'text' },
  },
  indices: [
    { name: 'cluster_event_event_id_idx', columns: ['event_id', 'position'] },
    { name: 'cluster_event_position_idx', columns: ['position'] },
  ],
});

/** The flushes to a cluster that were begun and not ended. */
const clusterFlush = new EntitySchema({
  name: 'cluster_flush',
  schema: STORE_SCHEMA,
  tableName: 'cluster_flush',
  columns: {
    flush_id: {
      type: 'bigint',
      primary: true,
      primaryKeyConstraintName: 'cluster_flush_pkey',
      generated: 'increment',
    },
    streams: { type: 'text', array: true },
    event_ids: { type: 'uuid', array: true },
  },
});

/** The logs, the counter row of each, and what is kept beside a log in a cluster. */
export const logTables: readonly EntitySchema[] = [
  logTable('events'),
  logTable('access_log'),
  logPosition,
  clusterEvent,
  clusterFlush,
];
