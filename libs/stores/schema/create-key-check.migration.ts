import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the table by which a database knows its master key again. */
export class CreateKeyCheck1764000009000 implements MigrationInterface {
  readonly name = 'CreateKeyCheck1764000009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists overblik');
    await runner.query(`
      create table overblik.key_check (
        id smallint constraint key_check_pkey primary key constraint key_check_single check (id = 1),
        value text not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.key_check');
  }
}
