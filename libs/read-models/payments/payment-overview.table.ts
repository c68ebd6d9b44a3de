import type { Instant } from '#contracts';
import {
  claimsOf,
  segmentsFrom,
  type AssertionRow,
  type DerivedRows,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import { linesEver, paymentMoment, viewPayment } from './payment-overview.view.js';

/** One row for each stretch of time from when it was derived on; nearly always one. */
export const paymentCurrent: TableDefinition = {
  name: 'payment_current',
  columns: {
    authority: 'text',
    payment_id: 'uuid',
    segment: 'integer',
    valid_from: 'timestamptz',
    valid_to: 'timestamptz',
    source: 'text',
    node_id: 'uuid',
    disposition_on: 'date',
    at: 'timestamptz',
    title: 'text',
    without_lines: 'boolean',
    doc: 'text',
  },
  primaryKey: ['authority', 'payment_id', 'segment'],
  indexes: ['(authority, node_id)'],
};

/** What each stretch of a payment is made of. */
export const paymentLine: TableDefinition = {
  name: 'payment_line',
  columns: {
    authority: 'text',
    payment_id: 'uuid',
    segment: 'integer',
    line: 'integer',
    grant_id: 'uuid',
    benefit_id: 'text',
    from_on: 'date',
    to_on: 'date',
    amount: 'text',
  },
  primaryKey: ['authority', 'payment_id', 'segment', 'line'],
  indexes: ['(authority, grant_id)'],
};

/** Every party (by node) and grant that a payment was ever said to belong to: as-of answers find their candidates here. */
export const paymentOwner: TableDefinition = {
  name: 'payment_owner',
  columns: { authority: 'text', owner_id: 'uuid', payment_id: 'uuid' },
  primaryKey: ['authority', 'owner_id', 'payment_id'],
  indexes: ['(authority, payment_id)'],
};

export const paymentTables = [paymentCurrent, paymentLine, paymentOwner];

/** What the tables hold of a payment from `now` on. */
export function derivePayment(key: string, row: AssertionRow, now: Instant): DerivedRows {
  const [authority = '', paymentId = ''] = key.split('/');
  if (row.purged) return {};
  const object = { authority, payment_id: paymentId };
  const current: TableRow[] = [];
  const lines: TableRow[] = [];
  for (const [segment, { at, from, to }] of segmentsFrom(row, now).entries()) {
    const view = viewPayment(paymentId, row, { asOf: at, knownAt: null });
    if (view === undefined) continue;
    const { namedLines, ...payment } = view;
    current.push({
      ...object,
      segment,
      valid_from: from,
      valid_to: to,
      source: payment.source,
      node_id: payment.partyNode,
      disposition_on: payment.dispositionDate,
      ...paymentMoment(view),
      without_lines: namedLines.length === 0,
      doc: JSON.stringify(payment),
    });
    for (const [line, { grantId, benefitId, from: first, to: last, amount }] of namedLines.entries()) {
      lines.push({
        ...object,
        segment,
        line,
        grant_id: grantId,
        benefit_id: benefitId,
        from_on: first,
        to_on: last,
        amount,
      });
    }
  }
  const owners = new Set([
    ...claimsOf(row, 'party', null).map(({ value }) => value as string),
    ...linesEver(row).map(({ grantId }) => grantId),
  ]);
  return {
    payment_current: current,
    payment_line: lines,
    payment_owner: [...owners].map((ownerId) => ({ ...object, owner_id: ownerId })),
  };
}
