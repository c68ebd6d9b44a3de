import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the table by which a database knows where its events lie. */
export class CreateEventLogHome1764000009001 implements MigrationInterface {
  readonly name = 'CreateEventLogHome1764000009001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table overblik.event_log_home (
        id smallint constraint event_log_home_pkey primary key constraint event_log_home_single check (id = 1),
        cluster_mark uuid,
        prefix text not null
      )`);
    // Whoever has events has them here: until now there was no other place.
    await runner.query(
      `insert into overblik.event_log_home select 1, null, '' where exists (select from overblik.events)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table overblik.event_log_home');
  }
}
