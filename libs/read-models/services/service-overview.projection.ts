import { serviceEvents } from '#contracts';
import { assert, emptyRow, found, projection, purge, remove, type AssertionRow } from '#projection-engine';

/** Everything claimed about one service, key `<authority>/<service id>`. */
export const serviceOverview = projection<AssertionRow>().define({
  name: 'service-overview',
  version: 1,
  subscribesTo: serviceEvents,
  initial: emptyRow,
  keyOf: (event) => `${event.authority}/${event.objectId}`,
  on: {
    'service.started': (row, event) => {
      const { caseId, party, kind, kle, provider } = event.data;
      return found(row, event, { full: { caseId, party: party.partyId, kind, kle, provider, source: event.source } });
    },
    'service.ended': (row, event) => assert(row, event, { values: { ended: true } }),
    'service.removed': remove,
    'service.purged': purge,
  },
  ignores: [],
});
