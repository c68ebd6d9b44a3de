import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A hold on an object or a party: until it is lifted or its time is over, nothing of it is erased or purged. */
@Entity({ schema: 'overblik', name: 'retention_hold' })
@Index('retention_hold_object', ['objectId'], { where: 'lifted_at is null' })
export class RetentionHoldEntity {
  @PrimaryColumn({ name: 'hold_id', type: 'uuid', primaryKeyConstraintName: 'retention_hold_pkey' })
  holdId: string;

  @Column({ type: 'text' })
  authority: string;

  @Column({ type: 'text' })
  family: string;

  @Column({ name: 'object_id', type: 'uuid' })
  objectId: string;

  @Column({ type: 'text' })
  basis: string;

  @Column({ name: 'placed_at', type: 'timestamptz' })
  placedAt: Date;

  @Column({ name: 'placed_by', type: 'text' })
  placedBy: string;

  /** The last day of the hold. */
  @Column({ type: 'date', nullable: true })
  until: string | null;

  @Column({ name: 'lifted_at', type: 'timestamptz', nullable: true })
  liftedAt: Date | null;

  @Column({ name: 'lifted_by', type: 'text', nullable: true })
  liftedBy: string | null;

  @Column({ type: 'text', nullable: true })
  reason: string | null;

  /** Its last act stands in the log too. */
  @Column({ type: 'boolean' })
  told: boolean;
}

/** When the tables were last rewritten so that nothing erased is left in their files. */
@Entity({ schema: 'overblik', name: 'compaction' })
@Check('compaction_single', 'id = 1')
export class CompactionEntity {
  @PrimaryColumn({ name: 'id', type: 'smallint', primaryKeyConstraintName: 'compaction_pkey' })
  id: number;

  @Column({ type: 'timestamptz' })
  at: Date;
}
