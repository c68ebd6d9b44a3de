import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the register of investigations of who has looked. */
export class CreateInvestigation1796000004000 implements MigrationInterface {
  readonly name = 'CreateInvestigation1796000004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.investigation (
        investigation_id uuid constraint investigation_pkey primary key,
        authority text not null,
        user_id text,
        party_id uuid,
        parties uuid[],
        from_at timestamptz,
        to_at timestamptz,
        basis text not null,
        placed_at timestamptz not null,
        placed_by text not null,
        lifted_at timestamptz,
        lifted_by text,
        reason text,
        told boolean not null
      )`);
    await runner.query(
      'alter table overblik.investigation alter column basis set statistics 0, alter column reason set statistics 0',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.investigation');
  }
}
