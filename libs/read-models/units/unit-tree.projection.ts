import { unitEvents } from '#contracts';
import { assert, emptyRow, found, projection, purge, remove, type AssertionRow } from '#projection-engine';

/** Everything claimed about one organisational unit, key `<authority>/<unit id>`. */
export const unitTree = projection<AssertionRow>().define({
  name: 'unit-tree',
  version: 1,
  subscribesTo: unitEvents,
  initial: emptyRow,
  keyOf: (event) => `${event.authority}/${event.objectId}`,
  on: {
    'unit.registered': (row, event) => {
      const { name, parentUnitId } = event.data;
      return found(row, event, { full: { name, parentUnitId, source: event.source } });
    },
    'unit.changed': (row, event) => {
      const { name, parentUnitId } = event.data;
      return assert(row, event, { values: { name, parentUnitId } });
    },
    'unit.closed': (row, event) => assert(row, event, { values: { closed: true } }),
    'unit.removed': remove,
    'unit.purged': purge,
  },
  ignores: [],
});
