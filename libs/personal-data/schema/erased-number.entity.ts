import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A number whose node was erased, and the node that stands for it where it is named again. */
@Entity({ schema: 'overblik', name: 'erased_number' })
@Index('erased_number_successor', ['successor'])
export class ErasedNumberEntity {
  @PrimaryColumn({ name: 'node_id', type: 'uuid', primaryKeyConstraintName: 'erased_number_pkey' })
  nodeId: string;

  @Column({ name: 'successor', type: 'uuid' })
  successor: string;
}
