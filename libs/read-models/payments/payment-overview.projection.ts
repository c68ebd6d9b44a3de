import { paymentEvents } from '#contracts';
import { assert, emptyRow, found, projection, purge, remove, type AssertionRow } from '#projection-engine';

/** Everything claimed about one payment, key `<authority>/<payment id>`. */
export const paymentOverview = projection<AssertionRow>().define({
  name: 'payment-overview',
  version: 1,
  subscribesTo: paymentEvents,
  initial: emptyRow,
  keyOf: (event) => `${event.authority}/${event.objectId}`,
  on: {
    'payment.calculated': (row, event) => {
      const { party, period, gross, net, currency, dispositionDate, lines } = event.data;
      const stated = { party: party.partyId, period, gross, net, currency, dispositionDate, lines };
      return found(row, event, { full: { ...stated, source: event.source } });
    },
    'payment.sent': (row, event) => assert(row, event, { values: { status: 'sent' } }),
    'payment.paid': (row, event) => {
      const { amount, paidOn } = event.data;
      return assert(row, event, { values: { status: 'paid', paid: { amount, paidOn } } });
    },
    // Whatever the amount; what was paid, and when, stays told.
    'payment.reversed': (row, event) => assert(row, event, { values: { status: 'reversed' } }),
    'payment.removed': remove,
    'payment.purged': purge,
  },
  ignores: [],
});
