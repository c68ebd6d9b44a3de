import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the deny list, and the register of the privileges that users were last seen with. */
export class CreateAccessDenial1797000001000 implements MigrationInterface {
  readonly name = 'CreateAccessDenial1797000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.access_denial (
        denial_id uuid constraint access_denial_pkey primary key,
        authority text,
        claim text not null,
        value text not null,
        reason text not null,
        until timestamptz,
        denied_at timestamptz not null,
        denied_by text not null,
        lifted_at timestamptz,
        lifted_by text,
        lift_reason text,
        told boolean not null
      )`);
    await runner.query(
      'alter table overblik.access_denial alter column reason set statistics 0, alter column lift_reason set statistics 0',
    );
    await runner.query(`
      create table overblik.privileges_seen (
        user_id text not null,
        authority text not null,
        digest text not null,
        event_id uuid not null,
        constraint privileges_seen_pkey primary key (user_id, authority)
      )`);
    await runner.query('create index privileges_seen_authority on overblik.privileges_seen (authority)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.privileges_seen');
    await runner.query('drop table overblik.access_denial');
  }
}
