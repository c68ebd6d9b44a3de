import { documentEvents } from '#contracts';
import {
  assert,
  emptyRow,
  found,
  projection,
  purge,
  remove,
  type AssertionRow,
  type Json,
  type RecordedEvent,
} from '#projection-engine';

/** Everything claimed about one document, key `<authority>/<document id>`. */
export const documentOverview = projection<AssertionRow>().define({
  name: 'document-overview',
  version: 2,
  subscribesTo: documentEvents,
  initial: emptyRow,
  keyOf: (event) => `${event.authority}/${event.objectId}`,
  on: {
    'document.registered': (row, event) => {
      const { cases, parties, documentNumber, direction, letterDate, version, hop, ...stated } = event.data;
      return found(row, event, {
        full: {
          ...(stated as Record<string, Json>),
          documentNumber,
          direction,
          letterDate,
          version,
          hop: hop,
          source: event.source,
        },
        groups: {
          case: Object.fromEntries(
            cases.map(({ caseId, link, version: linked }) => [caseId, { link, version: linked ?? null }]),
          ),
          party: Object.fromEntries(
            (parties ?? []).map((named) => ['party' in named ? named.party.partyId : named.partyId, true]),
          ),
        },
      });
    },
    'document.progress-changed': (row, event) => assert(row, event, { values: { progress: event.data.progress } }),
    'document.version-added': (row, event) => assert(row, event, { values: { version: event.data.version } }),
    'document.filed': (row, event) => link(row, event, 'filed'),
    'document.attached': (row, event) => link(row, event, 'attached'),
    'document.unfiled': (row, event) => assert(row, event, { members: { case: { [event.data.caseId]: null } } }),
    'document.sensitivity-changed': (row, event) =>
      assert(row, event, { values: { sensitivity: event.data.sensitivity } }),
    'document.removed': remove,
    'document.purged': purge,
  },
  ignores: ['document.related'],
});

/** A document has one link to a case: the latest of filed and attached. */
function link(
  row: AssertionRow,
  event: RecordedEvent<'document.filed'> | RecordedEvent<'document.attached'>,
  kind: 'filed' | 'attached',
): AssertionRow {
  const { caseId, version } = event.data;
  return assert(row, event, { members: { case: { [caseId]: { link: kind, version: version ?? null } } } });
}
