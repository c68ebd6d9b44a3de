import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the table that keeps the root of a store whose master key was changed, and the mark of a change under way. */
export class CreateKeyRoot1795000009001 implements MigrationInterface {
  readonly name = 'CreateKeyRoot1795000009001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.key_root (
        id smallint constraint key_root_pkey primary key constraint key_root_single check (id = 1),
        wrapped bytea,
        next_check text
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.key_root');
  }
}
