import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of stream keys. Column statistics are off where a value could name a person's stream. */
export class CreateObjectKey1764000002000 implements MigrationInterface {
  readonly name = 'CreateObjectKey1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists overblik');
    await runner.query(`
      create table overblik.object_key (
        stream_id text not null constraint object_key_pkey primary key,
        wrapped bytea,
        master_source text,
        founded_by uuid,
        claimed_at timestamptz,
        transferred_from text,
        transferred_to text,
        transfer_position bigint,
        purging_by uuid,
        created_at timestamptz not null default now(),
        destroyed_at timestamptz
      )`);
    await runner.query('alter table overblik.object_key alter column wrapped set statistics 0');
    await runner.query(`
      create index object_key_purging on overblik.object_key (stream_id)
      where purging_by is not null and destroyed_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.object_key');
  }
}
