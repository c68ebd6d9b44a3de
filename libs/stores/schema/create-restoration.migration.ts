import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the mark of a store that was put back from a backup and may not be opened yet. */
export class CreateRestoration1795000009000 implements MigrationInterface {
  readonly name = 'CreateRestoration1795000009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.restoration (
        id smallint constraint restoration_pkey primary key constraint restoration_single check (id = 1),
        backed_up_at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.restoration');
  }
}
