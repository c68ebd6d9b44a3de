import { EntitySchema } from 'typeorm';

const schema = 'overblik';

/** The id by which the checkpoints of this database are told from those of others. */
const installation = new EntitySchema({
  name: 'seal_installation',
  schema,
  tableName: 'seal_installation',
  columns: {
    id: { type: 'smallint', primary: true, primaryKeyConstraintName: 'seal_installation_pkey' },
    installation: { type: 'uuid' },
  },
  checks: [{ name: 'seal_installation_single', expression: 'id = 1' }],
});

/** The public keys that have signed: whoever finds one here makes no new one by itself. */
const key = new EntitySchema({
  name: 'seal_key',
  schema,
  tableName: 'seal_key',
  columns: {
    public_key: { type: 'text', primary: true, primaryKeyConstraintName: 'seal_key_pkey' },
    known_since: { type: 'timestamptz', default: () => 'now()' },
  },
});

/** The signed checkpoints, as they also stand in the file beside the database. */
const checkpoint = new EntitySchema({
  name: 'seal_checkpoint',
  schema,
  tableName: 'seal_checkpoint',
  columns: {
    log: { type: 'text', primary: true, primaryKeyConstraintName: 'seal_checkpoint_pkey' },
    size: { type: 'bigint', primary: true, primaryKeyConstraintName: 'seal_checkpoint_pkey' },
    note: { type: 'text' },
  },
});

/** How far each log's tree has come: what the next checkpoint goes on from. */
const state = new EntitySchema({
  name: 'seal_state',
  schema,
  tableName: 'seal_state',
  columns: {
    log: { type: 'text', primary: true, primaryKeyConstraintName: 'seal_state_pkey' },
    size: { type: 'bigint' },
    position: { type: 'bigint' },
    frontier: { type: 'bytea' },
  },
});

/** The leaves of a log's tree, 256 a row: position and hash of each; `root` where the tile is full. */
const tile = new EntitySchema({
  name: 'seal_tile',
  schema,
  tableName: 'seal_tile',
  columns: {
    log: { type: 'text', primary: true, primaryKeyConstraintName: 'seal_tile_pkey' },
    tile: { type: 'integer', primary: true, primaryKeyConstraintName: 'seal_tile_pkey' },
    first_position: { type: 'bigint' },
    leaves: { type: 'bytea' },
    root: { type: 'bytea', nullable: true },
  },
  indices: [{ name: 'seal_tile_position_idx', columns: ['log', 'first_position'] }],
});

/** The tables of this lib, for the data source that #stores opens. */
export const sealEntities: readonly EntitySchema[] = [installation, key, checkpoint, state, tile];
