import { EntitySchema } from 'typeorm';

/** The key of one access entry, wrapped by its authority's key for access entries. */
export const accessKeyTable = new EntitySchema({
  name: 'access_key',
  schema: 'overblik',
  tableName: 'access_key',
  columns: {
    event_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'access_key_pkey' },
    wrapped: { type: 'bytea' },
  },
});
