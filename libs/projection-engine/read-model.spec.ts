import { emptyRow, type AssertionRow } from './assertions.js';
import type { PageTransaction } from './page-transaction.js';
import type { Projection } from './projection.js';
import { createParkingLot } from './parking.js';
import { generationPlace } from './place.js';
import { foldPage } from './read-model.js';
import { statementOf, type RecordedEvent } from './recorded-event.js';
import type { CachedRow, RowCache } from './row-cache.js';
import { recorded } from './testing/index.js';
import { createVocabulary } from './vocabulary.js';

const everything: Projection<AssertionRow> = {
  name: 'thing',
  version: 1,
  hears: new Set(),
  keyOf: ({ objectId }) => objectId,
  apply: (row = emptyRow(), event) => ({ ...row, statements: [...row.statements, statementOf(event)] }),
};

const event = (objectId: string, position: number): RecordedEvent => ({
  ...recorded('case.removed', { reason: 'error' }, { position }),
  objectId,
});

/** As small as can be: what is put in drives out all else. */
function narrowCache(): RowCache {
  const kept = new Map<string, CachedRow>();
  return {
    get: (_, key) => kept.get(key),
    set: (_, key, row) => void (kept.clear(), kept.set(key, row)),
    drop: (_, key) => void kept.delete(key),
    reset: () => kept.clear(),
  };
}

it('a page builds on the rows there were, though the cache loses them while the page is folded', async () => {
  const rows = narrowCache();
  const transaction: PageTransaction = { read: () => Promise.resolve([]), write: () => undefined };
  const fold = (...events: RecordedEvent[]) =>
    foldPage({ projection: everything, tables: [], derive: () => ({}) }, events, {
      transaction,
      place: generationPlace(1),
      rows,
      vocabulary: createVocabulary(),
      now: '2026-01-01T00:00:00.000000Z',
      parking: createParkingLot('park').page(0, '2026-01-01T00:00:00.000000Z', new Map()).of('thing'),
      isLate: false,
    });
  await fold(event('a', 1));
  const changes = await fold(event('b', 2), event('a', 3));
  expect(changes.map(({ key, row }) => [key, row.statements.length])).toEqual([
    ['b', 1],
    ['a', 2],
  ]);
});
