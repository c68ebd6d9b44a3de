import { Type, type Static } from '@sinclair/typebox';
import { eventFamily, removalEvents } from './event-family.js';
import { PartyRef, Sensitivity, amount, choice, closed, currency, date, kle, line, list, uuid } from './vocabulary.js';

export const GrantStatus = choice(['active', 'inactive', 'passive'], 'Whether the grant is being paid');
export type GrantStatus = Static<typeof GrantStatus>;

const benefitId = () => line('Id of the benefit within the grant, stable for life', 128);

const Benefit = closed(
  {
    id: benefitId(),
    name: line('Name of the benefit'),
    kle: kle(),
    start: date('The first day of the benefit'),
    end: Type.Optional(date('The last day of the benefit; left out while no end is known')),
    repayable: Type.Optional(Type.Boolean({ description: 'Whether it is to be paid back' })),
  },
  'A benefit that the grant gives',
);

const PaymentPlan = closed(
  {
    id: line('Id of the plan within the grant, stable for life', 128),
    benefitId: benefitId(),
    frequency: line('How often it is paid, in the words of the source', 64),
    inArrears: Type.Boolean({ description: 'True where it is paid after the period it is for' }),
    dispositionDay: Type.Integer({ minimum: 1, maximum: 31, description: 'Day of the period on which it is at hand' }),
    amount: amount('What is paid each time'),
    currency: Type.Optional(currency()),
  },
  'How a benefit is paid: the plan that applies on a day is the one asserted for that day',
);

const caseId = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11';
const plan = {
  id: 'plan-1',
  benefitId: 'benefit-1',
  frequency: 'monthly',
  inArrears: true,
  dispositionDay: 31,
  amount: '4217.00',
};

/** What happens to grants (bevillinger): benefits given on a case, and the plans by which they are paid. */
export const grantEvents = eventFamily('grant', {
  'grant.granted': {
    description: 'A party was granted benefits, or the source states afresh all that it knows of the grant.',
    founding: true,
    schema: closed({
      grantNumber: line('Grant number as caseworkers know it', 128),
      caseId: uuid('The case on which it was granted'),
      party: PartyRef,
      start: date('The first day of the grant'),
      end: Type.Optional(date('The last day of the grant; left out while no end is known')),
      reason: Type.Optional(line('Why it was granted', 1000)),
      sensitivity: Sensitivity,
      benefits: list(Benefit, 'The benefits it gives; each id once'),
      plans: Type.Optional(list(PaymentPlan, 'The plans by which they are paid; each id once')),
    }),
    example: {
      grantNumber: 'B-2026-0117',
      caseId,
      party: { kind: 'person', identifier: { type: 'cpr', value: '6101800001' } },
      start: '2026-03-01',
      reason: 'Boligudgift over grænsen',
      sensitivity: 'confidential',
      benefits: [
        {
          id: 'benefit-1',
          name: 'Særlig støtte',
          kle: '32.24.12',
          start: '2026-03-01',
          end: '2026-12-31',
          repayable: false,
        },
      ],
      plans: [plan],
    },
  },
  'grant.status-changed': {
    description: 'The grant is paid, is not being paid for now, or is over. Until told, a grant is active.',
    schema: closed({ status: GrantStatus }),
    example: { status: 'inactive' },
  },
  'grant.benefit-ended': {
    description: 'A benefit of the grant got an end, or another one than before.',
    schema: closed({ benefitId: benefitId(), end: date('The last day of the benefit') }),
    example: { benefitId: 'benefit-1', end: '2026-08-31' },
  },
  'grant.plan-set': {
    description: 'A plan applies from effectivefrom on; it takes the place of the one with the same id.',
    schema: closed({ plan: PaymentPlan }),
    example: { plan: { ...plan, amount: '4390.50' } },
  },
  ...removalEvents('grant'),
});
