import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendFunctionOf, appendFunctionSql, type LogName } from '../postgres/append-function.js';

const LOGS: readonly LogName[] = ['events', 'access_log'];

/** Creates the event log and the access log, their counter rows and the functions that append to them. */
export class EventLogs1760000000001 implements MigrationInterface {
  readonly name = 'EventLogs1760000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create schema if not exists overblik');
    await queryRunner.query(LOG_POSITION);
    await queryRunner.query(REFUSE_CHANGE);
    for (const log of LOGS) {
      await queryRunner.query(logTableSql(log));
      await queryRunner.query(appendFunctionSql(log));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const log of LOGS) {
      await queryRunner.query(`drop function ${appendFunctionOf(log)}`);
      await queryRunner.query(`drop table overblik.${log}`);
    }
    await queryRunner.query('drop function overblik.refuse_change()');
    await queryRunner.query('drop table overblik.log_position');
  }
}

/** Updated by each flush: room on the page keeps the row's versions on it. */
const LOG_POSITION = `
create table overblik.log_position (
  log text constraint log_position_pkey primary key,
  position bigint not null,
  recorded_at timestamptz not null
) with (fillfactor = 10)`;

/** What was recorded is never changed: a slip in a console or in our own code meets an error instead of history. */
const REFUSE_CHANGE = `
create function overblik.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'overblik.% keeps what was recorded', tg_table_name using errcode = 'restrict_violation';
end
$$`;

/**
 * Data is ciphertext, which does not compress: stored as it is. No statistics are kept of the columns that may tell of
 * a person: a destroyed key must leave nothing behind.
 */
function logTableSql(log: LogName): string {
  return `
create table overblik.${log} (
  position bigint constraint ${log}_pkey primary key,
  event_id uuid not null constraint ${log}_event_id_key unique,
  stream text not null,
  revision integer not null,
  type text not null,
  bucket smallint not null,
  recorded_at timestamptz not null,
  metadata text not null,
  data bytea not null,
  constraint ${log}_stream_revision_key unique (stream, revision)
);
alter table overblik.${log} alter column data set storage external;
alter table overblik.${log} alter column data set statistics 0, alter column metadata set statistics 0;
create trigger ${log}_refuse_change before update or delete or truncate on overblik.${log}
  for each statement execute function overblik.refuse_change();
insert into overblik.log_position values ('${log}', 0, '-infinity')`;
}
