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

/** The events, the access log, and the counter row of both. */
export const logTables: readonly EntitySchema[] = [logTable('events'), logTable('access_log'), logPosition];
