import { claim, emptyRow, remember } from './assertions.js';
import { packRow, unpackRow } from './row-format.js';

describe('the stored form of a row', () => {
  it('comes back as it was, with what a read model added to its row', () => {
    const row = { ...emptyRow(), authority: '29189846' };
    const base = {
      time: '2026-01-01T00:00:00.000000Z',
      source: 'urn:a',
      id: '1',
      recordedAt: '2026-01-02T00:00:00.000000Z',
    };
    claim(row, remember(row, { ...base, sequence: null, from: base.time, to: null }), 'title', 'A');
    claim(
      row,
      remember(row, { ...base, source: 'urn:b', sequence: '0', from: '2025-01-01T00:00:00.000000Z', to: base.time }),
      'title',
      null,
    );
    row.lastPosition = 7;
    expect(unpackRow(packRow(row))).toEqual(row);
    expect(unpackRow(packRow({ ...emptyRow(), purged: true })).purged).toBe(true);
  });
});
