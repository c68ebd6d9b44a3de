import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Creates the quarantine. */
export class Quarantine1760000000002 implements MigrationInterface {
  readonly name = 'Quarantine1760000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create schema if not exists overblik');
    await queryRunner.query(QUARANTINE_ENTRY);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table overblik.quarantine_entry');
  }
}

/** An accepted entry does not stand for its content any more: sent again, it is judged and kept anew. */
const QUARANTINE_ENTRY = `
create table overblik.quarantine_entry (
  quarantine_id uuid constraint quarantine_entry_pkey primary key,
  arrival bigserial constraint quarantine_entry_arrival_key unique,
  status text not null constraint quarantine_entry_status_check check (status in ('open', 'accepted', 'discarded')),
  authority text,
  source text,
  id text,
  type text,
  subject text,
  sequence text,
  event_key_hash text not null,
  content_hash text not null,
  received_at text not null,
  rule text not null,
  problem text not null,
  body bytea
);
create unique index quarantine_entry_content_key on overblik.quarantine_entry (event_key_hash, content_hash)
  where status <> 'accepted';
create index quarantine_entry_open_idx on overblik.quarantine_entry (arrival) where status = 'open';
create index quarantine_entry_subject_idx on overblik.quarantine_entry (subject);
alter table overblik.quarantine_entry alter column body set storage external;
alter table overblik.quarantine_entry alter column body set statistics 0`;
