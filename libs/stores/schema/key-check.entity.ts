import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row by which a database knows its master key again. */
@Entity({ schema: 'overblik', name: 'key_check' })
@Check('key_check_single', 'id = 1')
export class KeyCheckEntity {
  @PrimaryColumn({ name: 'id', type: 'smallint', primaryKeyConstraintName: 'key_check_pkey' })
  id: number;

  @Column({ name: 'value', type: 'text' })
  value: string;
}
