import type { DataOf } from '#contracts';
import type { Identified } from '#personal-data';
import type { RecordedEvent } from '#projection-engine';
import { given, recorded, type RecordedDraft } from '#projection-engine/testing';
import { danishAmount } from './danish-amount.js';
import { paymentOverview } from './payment-overview.projection.js';
import { derivePayment } from './payment-overview.table.js';
import { paymentMoment, viewPayment } from './payment-overview.view.js';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000000Z`;
const view = (row: Parameters<typeof viewPayment>[1], moment: Parameters<typeof viewPayment>[2]) =>
  viewPayment('payment', row, moment);

type Calculated = Identified<DataOf<'payment.calculated'>>;
const line = (amount: string) => ({
  grantId: 'grant',
  benefitId: 'b1',
  from: '2026-01-01',
  to: '2026-01-31',
  amount,
});
const calculated = (over: Partial<Calculated> = {}, draft: RecordedDraft = {}): RecordedEvent<'payment.calculated'> =>
  recorded(
    'payment.calculated',
    {
      party: { partyId: 'node' },
      period: { from: '2026-01-01', to: '2026-01-31' },
      gross: '1000.10',
      dispositionDate: '2026-01-30',
      lines: [line('1000.10')],
      ...over,
    },
    { at: day(1), ...draft },
  );
const paid = recorded('payment.paid', { amount: '700.070', paidOn: '2026-01-29' }, { at: day(3) });
const reversed = recorded('payment.reversed', { amount: '0.07', reason: 'x' }, { at: day(4) });

describe('a payment', () => {
  it('goes from calculated to sent, paid and reversed, and keeps what was paid and when', () => {
    const sent = recorded('payment.sent', { amount: '700.070' }, { at: day(2) });
    const known = given(paymentOverview, reversed, paid, sent, calculated());
    const told = (number: number) => {
      const { status, paidAmount, paidOn } = known.shows(view, day(number)) ?? {};
      return [status, paidAmount, paidOn];
    };
    expect([1, 2, 3, 4].map(told)).toEqual([
      ['CALCULATED', null, null],
      ['SENT', null, null],
      ['PAID', '700.070', '2026-01-29'],
      ['REVERSED', '700.070', '2026-01-29'],
    ]);
  });

  it('is stated again with its lines, and stays paid', () => {
    const known = given(
      paymentOverview,
      calculated({ net: '700' }),
      paid,
      calculated({ lines: [line('1')] }, { at: day(5) }),
    );
    expect(known.shows(view, day(4))).toMatchObject({ net: '700', namedLines: [{ amount: '1000.10' }] });
    expect(known.shows(view, day(5))).toMatchObject({ net: null, status: 'PAID', namedLines: [{ amount: '1' }] });
  });

  it('is in the timeline on the day it was paid, else on the day it is to be', () => {
    const told = (...events: RecordedEvent[]) => {
      const seen = given(paymentOverview, calculated(), ...events).shows(view, day(9));
      return seen === undefined ? undefined : paymentMoment(seen);
    };
    expect(told()).toEqual({ at: '2026-01-29T23:00:00.000000Z', title: 'Der skal udbetales 1.000,10 kr.' });
    expect(told(paid)).toEqual({ at: '2026-01-28T23:00:00.000000Z', title: 'Der er udbetalt 700,070 kr.' });
    expect(told(paid, reversed)?.title).toBe('Udbetaling på 700,070 kr. er tilbageført');
  });

  it('keeps in its tables the party and grant it once belonged to, for questions about then', () => {
    const other = calculated({ party: { partyId: 'other' }, lines: [] }, { at: day(2) });
    const derived = derivePayment('29189846/payment', given(paymentOverview, calculated(), other).row, day(3));
    expect(derived['payment_owner']?.map((row) => row['owner_id'])).toEqual(['node', 'other', 'grant']);
    expect(derived['payment_line']).toEqual([]);
    expect(derived['payment_current']).toMatchObject([{ node_id: 'other', without_lines: true }]);
  });
});

it.each([
  ['4217.00', 'DKK', '4.217,00 kr.'],
  ['-0.50', 'DKK', '-0,50 kr.'],
  ['123456789012345678.901', 'EUR', '123.456.789.012.345.678,901 EUR'],
  ['100', 'DKK', '100 kr.'],
])('writes %s %s in Danish without losing a digit', (amount, currency, text) => {
  expect(danishAmount(amount, currency)).toBe(text);
});
