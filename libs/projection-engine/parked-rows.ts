import type { Instant } from '#contracts';
import type { AssertionRow } from './assertions.js';
import { splitAtFailure, type Parking } from './parking.js';
import type { Projection } from './projection.js';
import type { RecordedEvent } from './recorded-event.js';
import { packRow } from './row-format.js';

/** The events of one key, in order. */
export type KeyedEvents = readonly [key: string, events: readonly RecordedEvent[]];

/**
 * Parks the key from the event on that its row cannot take in, and gives the events before it, which are to be folded.
 * @param storedRow reads the row anew at each call: the handler that threw may have written into the one it was given
 */
export function parkFromFailure<Row extends AssertionRow>(
  { projection, derive }: { projection: Projection<Row>; derive(key: string, row: Row, now: Instant): unknown },
  [key, events]: KeyedEvents,
  storedRow: () => { readonly row: Row; readonly derivedAt: Instant } | undefined,
  { parking, now }: { readonly parking: Parking; readonly now: Instant },
): readonly RecordedEvent[] {
  const done = storedRow()?.row.lastPosition ?? 0;
  const { foldable, failing, error } = splitAtFailure(
    events.filter(({ position }) => position > done),
    () => {
      const stored = storedRow();
      if (stored !== undefined) derive(key, stored.row, stored.derivedAt);
      let row = stored?.row;
      return (event) => {
        row = projection.apply(row, event);
        packRow(row);
        derive(key, row, now);
      };
    },
  );
  if (failing.length > 0) parking.park(key, failing, error);
  return foldable;
}
