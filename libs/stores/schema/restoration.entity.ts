import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** There while what was destroyed since a backup is not destroyed again after its restore. */
@Entity({ schema: 'overblik', name: 'restoration' })
@Check('restoration_single', 'id = 1')
export class RestorationEntity {
  @PrimaryColumn({ name: 'id', type: 'smallint', primaryKeyConstraintName: 'restoration_pkey' })
  id: number;

  @Column({ name: 'backed_up_at', type: 'timestamptz' })
  backedUpAt: Date;
}
