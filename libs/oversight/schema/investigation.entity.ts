import { EntitySchema } from 'typeorm';

/** An investigation of who has looked: until it is lifted, the entries that it covers are kept, and kept from the citizen. */
export const investigationTable = new EntitySchema({
  name: 'investigation',
  schema: 'overblik',
  tableName: 'investigation',
  columns: {
    investigation_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'investigation_pkey' },
    authority: { type: 'text' },
    user_id: { type: 'text', nullable: true },
    party_id: { type: 'uuid', nullable: true },
    /** Every id that the party had when it was placed; null where any party is covered. */
    parties: { type: 'uuid', array: true, nullable: true },
    from_at: { type: 'timestamptz', nullable: true },
    to_at: { type: 'timestamptz', nullable: true },
    basis: { type: 'text' },
    placed_at: { type: 'timestamptz' },
    placed_by: { type: 'text' },
    lifted_at: { type: 'timestamptz', nullable: true },
    lifted_by: { type: 'text', nullable: true },
    reason: { type: 'text', nullable: true },
    /** Its last act stands in the log too. */
    told: { type: 'boolean' },
  },
});
