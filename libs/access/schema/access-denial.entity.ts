import { EntitySchema } from 'typeorm';

/** The deny list: users and single tokens that are refused. */
export const accessDenialTable = new EntitySchema({
  name: 'access_denial',
  schema: 'overblik',
  tableName: 'access_denial',
  columns: {
    denial_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'access_denial_pkey' },
    authority: { type: 'text', nullable: true },
    claim: { type: 'text' },
    value: { type: 'text' },
    reason: { type: 'text' },
    until: { type: 'timestamptz', nullable: true },
    denied_at: { type: 'timestamptz' },
    denied_by: { type: 'text' },
    lifted_at: { type: 'timestamptz', nullable: true },
    lifted_by: { type: 'text', nullable: true },
    lift_reason: { type: 'text', nullable: true },
    told: { type: 'boolean' },
  },
});

/** Which privileges each user was last seen with in an authority, and where the access log tells of them. */
export const privilegesSeenTable = new EntitySchema({
  name: 'privileges_seen',
  schema: 'overblik',
  tableName: 'privileges_seen',
  columns: {
    user_id: { type: 'text', primary: true, primaryKeyConstraintName: 'privileges_seen_pkey' },
    authority: { type: 'text', primary: true, primaryKeyConstraintName: 'privileges_seen_pkey' },
    digest: { type: 'text' },
    event_id: { type: 'uuid' },
  },
  indices: [{ name: 'privileges_seen_authority', columns: ['authority'] }],
});
