import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates what the database keeps of the seal. All but the installation's id can be made anew from the logs. */
export class Seal1764000031000 implements MigrationInterface {
  readonly name = 'Seal1764000031000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop table overblik.seal_tile, overblik.seal_state, overblik.seal_checkpoint, overblik.seal_key, overblik.seal_installation',
    );
  }
}

/** Hashes do not compress, and nobody looks for one: stored as they are, without statistics. */
const TABLES = `
create schema if not exists overblik;
create table overblik.seal_installation (
  id smallint constraint seal_installation_pkey primary key constraint seal_installation_single check (id = 1),
  installation uuid not null
);
insert into overblik.seal_installation values (1, gen_random_uuid());
create table overblik.seal_key (
  public_key text constraint seal_key_pkey primary key,
  known_since timestamptz not null default now()
);
create table overblik.seal_checkpoint (
  log text not null,
  size bigint not null,
  note text not null,
  constraint seal_checkpoint_pkey primary key (log, size)
);
create table overblik.seal_state (
  log text constraint seal_state_pkey primary key,
  size bigint not null,
  position bigint not null,
  frontier bytea not null
);
create table overblik.seal_tile (
  log text not null,
  tile integer not null,
  first_position bigint not null,
  leaves bytea not null,
  root bytea,
  constraint seal_tile_pkey primary key (log, tile)
);
create index seal_tile_position_idx on overblik.seal_tile (log, first_position);
alter table overblik.seal_tile alter column leaves set storage external;
alter table overblik.seal_tile alter column leaves set statistics 0`;
