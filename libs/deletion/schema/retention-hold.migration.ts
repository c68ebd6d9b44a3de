import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the register of retention holds, and the note of when tables were last rewritten. */
export class CreateRetentionHold1795000003000 implements MigrationInterface {
  readonly name = 'CreateRetentionHold1795000003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.retention_hold (
        hold_id uuid constraint retention_hold_pkey primary key,
        authority text not null,
        family text not null,
        object_id uuid not null,
        basis text not null,
        placed_at timestamptz not null,
        placed_by text not null,
        until date,
        lifted_at timestamptz,
        lifted_by text,
        reason text,
        told boolean not null
      )`);
    await runner.query(
      'create index retention_hold_object on overblik.retention_hold (object_id) where lifted_at is null',
    );
    await runner.query(
      'alter table overblik.retention_hold alter column basis set statistics 0, alter column reason set statistics 0',
    );
    await runner.query(`
      create table overblik.compaction (
        id smallint constraint compaction_pkey primary key constraint compaction_single check (id = 1),
        at timestamptz not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.compaction');
    await runner.query('drop table overblik.retention_hold');
  }
}
