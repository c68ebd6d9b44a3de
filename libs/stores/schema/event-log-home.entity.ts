import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row by which a database knows where its events lie. */
@Entity({ schema: 'overblik', name: 'event_log_home' })
@Check('event_log_home_single', 'id = 1')
export class EventLogHomeEntity {
  @PrimaryColumn({ name: 'id', type: 'smallint', primaryKeyConstraintName: 'event_log_home_pkey' })
  id: number;

  /** What was left on the cluster; null where the events lie in this database. */
  @Column({ name: 'cluster_mark', type: 'uuid', nullable: true })
  clusterMark: string | null;

  /** Begins the names of our streams on the cluster. */
  @Column({ name: 'prefix', type: 'text' })
  prefix: string;
}
