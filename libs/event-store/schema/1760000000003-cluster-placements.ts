import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CLOSE_FLUSHES, CLUSTER_LOG, FLUSHES, OPEN_FLUSH, PLACEMENTS } from '../kurrentdb/flush-functions.js';

/** Creates what the database keeps beside a log in a KurrentDB cluster: where each event stands, and open flushes. */
export class ClusterPlacements1760000000003 implements MigrationInterface {
  readonly name = 'ClusterPlacements1760000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(OPEN_FLUSH);
    await queryRunner.query(CLOSE_FLUSHES);
    await queryRunner.query(`insert into overblik.log_position values ('${CLUSTER_LOG}', 0, '-infinity')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`delete from overblik.log_position where log = '${CLUSTER_LOG}'`);
    await queryRunner.query('drop function overblik.close_cluster_flushes');
    await queryRunner.query('drop function overblik.open_cluster_flush');
    await queryRunner.query(`drop table ${PLACEMENTS}, ${FLUSHES}`);
  }
}

/**
 * An id may stand twice: where two processes wrote one event at a moment when the lock between them was lost. The first
 * one counts, and the second must not hinder the stream's revisions from being known.
 */
const TABLES = `
create table ${PLACEMENTS} (
  stream text not null,
  revision integer not null,
  event_id uuid not null,
  position bigint not null,
  recorded_at timestamptz not null,
  metadata text not null,
  constraint cluster_event_pkey primary key (stream, revision)
);
create index cluster_event_event_id_idx on ${PLACEMENTS} (event_id, position);
create index cluster_event_position_idx on ${PLACEMENTS} (position);
alter table ${PLACEMENTS} alter column metadata set statistics 0;
create table ${FLUSHES} (
  flush_id bigserial constraint cluster_flush_pkey primary key,
  streams text[] not null,
  event_ids uuid[] not null
)`;
