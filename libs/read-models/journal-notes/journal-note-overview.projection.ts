import { journalNoteEvents } from '#contracts';
import { assert, emptyRow, found, projection, purge, remove, type AssertionRow, type Json } from '#projection-engine';

/** Everything claimed about one journal note, key `<authority>/<note id>`. */
export const journalNoteOverview = projection<AssertionRow>().define({
  name: 'journal-note-overview',
  version: 2,
  subscribesTo: journalNoteEvents,
  initial: emptyRow,
  keyOf: (event) => `${event.authority}/${event.objectId}`,
  on: {
    'journal-note.recorded': (row, event) =>
      found(row, event, {
        full: {
          ...(event.data as unknown as Record<string, Json>),
          source: event.source,
        },
      }),
    'journal-note.corrected': (row, event) =>
      found(row, event, {
        full: { ...(event.data as unknown as Record<string, Json>), source: event.source },
      }),
    'journal-note.withdrawn': (row, event) => assert(row, event, { values: { withdrawn: true } }),
    'journal-note.removed': remove,
    'journal-note.purged': purge,
  },
  ignores: [],
});
