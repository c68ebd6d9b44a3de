import { EntitySchema } from 'typeorm';
import type { QuarantineStatus } from '../quarantine/quarantine.js';
import { STORE_SCHEMA } from './log-tables.js';

/** A row of the quarantine; the columns are told in `RefusedEvent`. */
export interface QuarantineRow {
  quarantine_id: string;
  /** Order of arrival: where a list goes on. */
  arrival: string;
  status: QuarantineStatus;
  authority: string | null;
  source: string | null;
  id: string | null;
  type: string | null;
  subject: string | null;
  sequence: string | null;
  event_key_hash: string;
  content_hash: string;
  received_at: string;
  rule: string;
  problem: string;
  body: Buffer | null;
}

/** The events that were refused. */
export const quarantineTable = new EntitySchema<QuarantineRow>({
  name: 'quarantine_entry',
  schema: STORE_SCHEMA,
  tableName: 'quarantine_entry',
  columns: {
    quarantine_id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'quarantine_entry_pkey' },
    arrival: { type: 'bigint', generated: 'increment' },
    status: { type: 'text' },
    authority: { type: 'text', nullable: true },
    source: { type: 'text', nullable: true },
    id: { type: 'text', nullable: true },
    type: { type: 'text', nullable: true },
    subject: { type: 'text', nullable: true },
    sequence: { type: 'text', nullable: true },
    event_key_hash: { type: 'text' },
    content_hash: { type: 'text' },
    received_at: { type: 'text' },
    rule: { type: 'text' },
    problem: { type: 'text' },
    body: { type: 'bytea', nullable: true },
  },
  checks: [{ name: 'quarantine_entry_status_check', expression: `status in ('open', 'accepted', 'discarded')` }],
  uniques: [{ name: 'quarantine_entry_arrival_key', columns: ['arrival'] }],
  indices: [
    {
      name: 'quarantine_entry_content_key',
      columns: ['event_key_hash', 'content_hash'],
      unique: true,
      where: `status <> 'accepted'`,
    },
    { name: 'quarantine_entry_open_idx', columns: ['arrival'], where: `status = 'open'` },
    { name: 'quarantine_entry_subject_idx', columns: ['subject'] },
  ],
});
