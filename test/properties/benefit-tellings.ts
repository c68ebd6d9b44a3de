import fc from 'fast-check';
import {
  caseId,
  day,
  GRANTS,
  merged,
  one,
  partyRef,
  PAYMENTS,
  sensitivity,
  SERVICES,
  some,
  type Telling,
} from './vocabulary.js';

const about =
  (family: string, objects: readonly { id: string; source: string }[]) =>
  (type: string, data: fc.Arbitrary<object>, weight: number): fc.WeightedArbitrary<Telling> => ({
    weight: Math.round(weight * 10),
    arbitrary: fc.record({ on: one(...objects), data }).map(({ on, data: carried }) => ({
      type: `${family}.${type}`,
      source: on.source,
      subject: `${family}/${on.id}`,
      data: carried,
    })),
  });
const removed = fc.constant({ reason: 'Fejl' });
const purged = fc.constant({ basis: 'Arkivlov' });

/** Of one number there are several spellings; `constructor` is a name like any other. */
const amount = one('100', '100.00', '1234.5', '-0.10', '123456789012345678.99');
const benefitId = one('b1', 'b2', 'constructor');
const kle = one('32.24.12', '27.24.12');
const name = one('Tillæg', 'Støtte');
const last = one('2025-01-31', '2025-12-31');
const byId = { selector: ({ id }: { id: string }) => id };
const benefit = merged(
  fc.record({ id: benefitId, name, kle, start: day }),
  some({ end: last, repayable: fc.boolean() }),
) as fc.Arbitrary<{ id: string }>;
const plan = merged(
  fc.record({
    id: one('p1', 'p2', 'p3'),
    benefitId,
    frequency: one('månedligt', 'ugentligt'),
    inArrears: fc.boolean(),
    dispositionDay: one(1, 31),
    amount,
  }),
  some({ currency: one('DKK', 'EUR') }),
) as fc.Arbitrary<{ id: string }>;
const ofGrant = about('grant', GRANTS);

/** What is told of grants. */
export const aboutGrants = fc.oneof(
  ofGrant(
    'granted',
    merged(
      fc.record({
        grantNumber: one('B1', 'B2'),
        caseId,
        party: partyRef,
        start: day,
        sensitivity,
        benefits: fc.uniqueArray(benefit, { maxLength: 2, ...byId }),
      }),
      some({ end: last, reason: one('Bolig', 'Børn'), plans: fc.uniqueArray(plan, { maxLength: 3, ...byId }) }),
    ),
    7,
  ),
  ofGrant('status-changed', fc.record({ status: one('active', 'inactive', 'passive') }), 1),
  ofGrant('benefit-ended', fc.record({ benefitId, end: last }), 2),
  ofGrant('plan-set', fc.record({ plan }), 3),
  ofGrant('removed', removed, 1),
  ofGrant('purged', purged, 0.2),
);

const grantId = one(...GRANTS.map(({ id }) => id));
const line = fc.record({ grantId, benefitId: one('b1', 'b1', 'b2'), from: day, to: last, amount });
const ofPayment = about('payment', PAYMENTS);

/** What is told of payments. */
export const aboutPayments = fc.oneof(
  ofPayment(
    'calculated',
    merged(
      fc.record({
        party: partyRef,
        period: fc.record({ from: day, to: last }),
        gross: amount,
        dispositionDate: day,
        lines: fc.array(line, { maxLength: 2 }),
      }),
      some({ net: amount, currency: one('DKK', 'EUR') }),
    ),
    5,
  ),
  ofPayment('sent', fc.record({ amount }), 1),
  ofPayment('paid', fc.record({ amount, paidOn: day }), 2),
  ofPayment('reversed', fc.record({ amount, reason: one('Fejl', 'Flyttet') }), 1),
  ofPayment('removed', removed, 1),
  ofPayment('purged', purged, 0.2),
);

const ofService = about('service', SERVICES);

/** What is told of services. */
export const aboutServices = fc.oneof(
  ofService(
    'started',
    merged(
      fc.record({ caseId, party: partyRef, kind: one('Hjemmehjælp', 'Støtte'), kle }),
      some({ provider: one('Nord', 'Syd') }),
    ),
    4,
  ),
  ofService('ended', fc.constant({}), 2),
  ofService('removed', removed, 1),
  ofService('purged', purged, 0.2),
);
