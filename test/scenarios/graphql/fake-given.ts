import type { Node } from '../../../apps/overview/queries.js';

/* Grants, payments and services as the queries would answer them. */

const ky = 'urn:overblik:source:ky';
const party = { id: '11111111-0000-4000-8000-000000000001' };
const number = (index: number): string => String(index).padStart(12, '0');
const caseId = (index: number): string => `ca5e0000-0000-4000-8000-${number(index)}`;
export const grantId = (index: number): string => `96a70000-0000-4000-8000-${number(index)}`;
export const paymentId = (index: number): string => `9a100000-0000-4000-8000-${number(index)}`;
export const serviceId = (index: number): string => `5e100000-0000-4000-8000-${number(index)}`;

const benefit = {
  id: 'b1',
  name: 'Særlig støtte',
  kle: '32.24.12',
  start: '2026-03-01',
  end: null,
  repayable: null,
};
const plan = {
  id: 'p1',
  benefitId: 'b1',
  frequency: 'monthly',
  inArrears: true,
  dispositionDay: 31,
  amount: '4217.00',
  currency: 'DKK',
};

/** A row of each list, by its index. */
export const givenRows: Readonly<Record<'grants' | 'payments' | 'services', (index: number) => Node>> = {
  grants: (index) => ({
    id: grantId(index),
    source: ky,
    grantNumber: `B-${index}`,
    case: { id: caseId(index) },
    party,
    start: '2026-03-01',
    end: null,
    reason: null,
    status: 'ACTIVE',
    sensitivity: 'CONFIDENTIAL',
    benefits: [benefit],
    plans: [plan],
  }),
  payments: (index) => ({
    id: paymentId(index),
    source: ky,
    party,
    from: '2026-03-01',
    to: '2026-03-31',
    gross: '4217.00',
    net: null,
    currency: 'DKK',
    dispositionDate: '2026-03-31',
    status: 'PAID',
    paidAmount: '4217.00',
    paidOn: '2026-03-31',
    lines: [
      {
        from: '2026-03-01',
        to: '2026-03-31',
        amount: '4217.00',
        benefit,
        plan,
        grant: { id: grantId(index) },
        case: { id: caseId(index) },
        decision: null,
      },
    ],
  }),
  services: (index) => ({
    id: serviceId(index),
    source: ky,
    case: { id: caseId(index) },
    kind: 'Hjemmehjælp',
    kle: '27.36.04',
    provider: null,
    start: '2026-01-01',
    end: null,
  }),
};
