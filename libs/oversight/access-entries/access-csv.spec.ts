import { csvHead, csvRow } from './access-csv.js';
import type { ShownEntry } from './shown-entry.js';

const entry: ShownEntry = {
  id: '0196a3c2-0000-7000-8000-000000000001',
  at: '2026-03-12T05:00:00.000000Z',
  user: 'bo',
  userName: 'Bo Ørsted',
  unit: null,
  roles: ['caseworker', 'dpo'],
  grounds: ['KLE=*'],
  action: 'SEARCH',
  operation: 'searchParties',
  purpose: null,
  parties: [],
  objects: [],
  asked: [],
  searchText: null,
  hits: 0,
  reason: null,
  denied: null,
  asOf: null,
  asKnownAt: null,
  hopOrigin: null,
  transactionId: '9b2d8f6e-0000-4000-8000-000000000000',
  ip: '127.0.0.1',
};

/** The cell that the text became. */
const cellOf = (purpose: string): string => {
  const row = csvRow({ ...entry, purpose });
  const [before, after] = csvRow({ ...entry, purpose: '|' }).split('|');
  return row.slice(before?.length, row.length - (after?.length ?? 0));
};

describe('a row of the extract', () => {
  it('has a value for each heading', () => {
    expect(csvRow(entry).split(';')).toHaveLength(csvHead.split(';').length);
    expect(csvRow(entry)).toBe(
      '2026-03-12T05:00:00.000000Z;bo;Bo Ørsted;;caseworker dpo;KLE=*;Søgning;searchParties;;;;;;0;;;;;;' +
        '9b2d8f6e-0000-4000-8000-000000000000;127.0.0.1;0196a3c2-0000-7000-8000-000000000001\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(1)', ' =1', '\u00a0=1', '＝1+1', '＋1', '－1', '＠A1'])(
    'has %j as a text',
    (text) => {
      expect(cellOf(text)).toBe(`'${text}`);
    },
  );

  it.each(['\t=1', '\tx', '\r=1', '\n=1'])('has %j as a text, in quotation marks where it must', (text) => {
    expect(cellOf(text).replace(/^"|"$/g, '')).toBe(`'${text}`);
  });

  it('keeps a text with separators, quotation marks or lines in it in one cell, and every other as it is', () => {
    expect(cellOf('a;b"c')).toBe('"a;b""c"');
    expect(cellOf('to\r\nlinjer')).toBe('"to\r\nlinjer"');
    expect(cellOf('Klage = medhold')).toBe('Klage = medhold');
  });
});
