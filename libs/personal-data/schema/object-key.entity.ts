import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A stream's wrapped key; also the register of masters and purges. */
@Entity({ schema: 'overblik', name: 'object_key' })
@Index('object_key_purging', ['streamId'], { where: 'purging_by is not null and destroyed_at is null' })
@Index('object_key_destroyed', ['streamId'], { where: 'destroyed_at is not null' })
export class ObjectKeyEntity {
  @PrimaryColumn({ name: 'stream_id', type: 'text', primaryKeyConstraintName: 'object_key_pkey' })
  streamId: string;

  @Column({ name: 'wrapped', type: 'bytea', nullable: true })
  wrapped: Buffer | null;

  @Column({ name: 'master_source', type: 'text', nullable: true })
  masterSource: string | null;

  @Column({ name: 'founded_by', type: 'uuid', nullable: true })
  foundedBy: string | null;

  @Column({ name: 'claimed_at', type: 'timestamptz', nullable: true })
  claimedAt: Date | null;

  @Column({ name: 'transferred_from', type: 'text', nullable: true })
  transferredFrom: string | null;

  @Column({ name: 'transferred_to', type: 'text', nullable: true })
  transferredTo: string | null;

  @Column({ name: 'transfer_position', type: 'bigint', nullable: true })
  transferPosition: string | null;

  @Column({ name: 'purging_by', type: 'uuid', nullable: true })
  purgingBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'destroyed_at', type: 'timestamptz', nullable: true })
  destroyedAt: Date | null;
}
