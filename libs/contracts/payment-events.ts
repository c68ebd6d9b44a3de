import { Type } from '@sinclair/typebox';
import { eventFamily, removalEvents } from './event-family.js';
import { PartyRef, amount, closed, currency, date, line, list, prose, uuid } from './vocabulary.js';

/** What happens to payments (udbetalinger): what was paid to a party, and for which benefits. */
export const paymentEvents = eventFamily('payment', {
  'payment.calculated': {
    description: 'A payment was calculated, or the source states afresh how. Until told more, it is only calculated.',
    founding: true,
    schema: closed({
      party: PartyRef,
      period: closed(
        { from: date('The first day'), to: date('The last day; not before the first') },
        'The days that it is paid for, both included',
      ),
      gross: amount('Before tax and other deductions'),
      net: Type.Optional(amount('After tax and other deductions')),
      currency: Type.Optional(currency()),
      dispositionDate: date('The day on which it is at the disposal of the party'),
      lines: list(
        closed({
          grantId: uuid('The grant that it is paid by'),
          benefitId: line('The benefit of the grant', 128),
          from: date('The first day that the line is for'),
          to: date('The last day that the line is for'),
          amount: amount('What the line adds to the payment'),
        }),
        'What it is made of: each line names the benefit that it pays',
      ),
    }),
    example: {
      party: { kind: 'person', identifier: { type: 'cpr', value: '6101800001' } },
      period: { from: '2026-03-01', to: '2026-03-31' },
      gross: '4217.00',
      net: '2656.71',
      dispositionDate: '2026-03-31',
      lines: [
        {
          grantId: '5b6c1d0e-2f3a-4b4c-8d5e-6f708192a3b4',
          benefitId: 'benefit-1',
          from: '2026-03-01',
          to: '2026-03-31',
          amount: '4217.00',
        },
      ],
    },
  },
  'payment.sent': {
    description: 'The payment was sent to be paid out.',
    schema: closed({
      amount: amount('What was sent'),
      department: Type.Optional(line('Who sent it')),
    }),
    example: { amount: '2656.71', department: 'Ydelsescenteret' },
  },
  'payment.paid': {
    description: 'The payment was paid out.',
    schema: closed({ amount: amount('What was paid'), paidOn: date('The day on which it was paid') }),
    example: { amount: '2656.71', paidOn: '2026-03-31' },
  },
  'payment.reversed': {
    description: 'The payment was taken back, whole or in part. What was paid, and when, stays told.',
    schema: closed({ amount: amount('What was taken back'), reason: prose('Why it was taken back') }),
    example: { amount: '2656.71', reason: 'Modtageren var flyttet fra kommunen' },
  },
  ...removalEvents('payment'),
});
