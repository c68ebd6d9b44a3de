import { grantEvents, type DataOf } from '#contracts';
import { assert, emptyRow, found, projection, purge, remove, type AssertionRow, type Json } from '#projection-engine';

type Granted = DataOf<'grant.granted'>;

/** Everything claimed about one grant, key `<authority>/<grant id>`. */
export const grantOverview = projection<AssertionRow>().define({
  name: 'grant-overview',
  version: 1,
  subscribesTo: grantEvents,
  initial: emptyRow,
  keyOf: (event) => `${event.authority}/${event.objectId}`,
  on: {
    'grant.granted': (row, event) => {
      const { grantNumber, caseId, party, start, end, reason, sensitivity, benefits, plans = [] } = event.data;
      return found(row, event, {
        full: {
          grantNumber,
          caseId,
          party: party.partyId,
          start,
          end,
          reason,
          sensitivity,
          source: event.source,
        },
        groups: {
          benefit: Object.fromEntries(benefits.map((benefit) => [benefit.id, statedBenefit(benefit)])),
          // An end is told by its own event too, so it is an attribute of its own.
          benefitEnd: Object.fromEntries(benefits.map(({ id, end: ended }) => [id, ended ?? null])),
          plan: Object.fromEntries(plans.map((plan) => [plan.id, plan])),
        },
      });
    },
    'grant.status-changed': (row, event) => assert(row, event, { values: { status: event.data.status } }),
    'grant.benefit-ended': (row, event) =>
      assert(row, event, { members: { benefitEnd: { [event.data.benefitId]: event.data.end } } }),
    'grant.plan-set': (row, event) =>
      assert(row, event, { members: { plan: { [event.data.plan.id]: event.data.plan } } }),
    'grant.removed': remove,
    'grant.purged': purge,
  },
  ignores: [],
});

const statedBenefit = ({ name, kle, start, repayable }: Granted['benefits'][number]): Json => ({
  name,
  kle,
  start,
  repayable: repayable ?? null,
});
