import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The root under the present master key; absent while the first master key is in use. */
@Entity({ schema: 'overblik', name: 'key_root' })
@Check('key_root_single', 'id = 1')
export class KeyRootEntity {
  @PrimaryColumn({ name: 'id', type: 'smallint', primaryKeyConstraintName: 'key_root_pkey' })
  id: number;

  @Column({ name: 'wrapped', type: 'bytea', nullable: true })
  wrapped: Buffer | null;

  /** Of the key that a change under way leads to. */
  @Column({ name: 'next_check', type: 'text', nullable: true })
  nextCheck: string | null;
}
