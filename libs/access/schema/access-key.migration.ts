import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the keys of access entries that tell what was searched or asked for: entries are never rewritten, keys go. */
export class CreateAccessKey1795000001000 implements MigrationInterface {
  readonly name = 'CreateAccessKey1795000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.access_key (
        event_id uuid constraint access_key_pkey primary key,
        wrapped bytea not null
      )`);
    await runner.query('alter table overblik.access_key alter column wrapped set statistics 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.access_key');
  }
}
