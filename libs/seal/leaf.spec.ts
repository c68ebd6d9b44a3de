import type { EventDigest } from '#event-store';
import { leafBytes, leafHashOf } from './leaf.js';
import { leafHash } from './merkle/hashing.js';

const row: EventDigest = {
  position: 42,
  eventId: '00000000-0000-4000-8000-000000000001',
  stream: 'case-å',
  revision: 7,
  type: 'case.registered',
  recordedAt: '2026-01-02T03:04:05.000006Z',
  metadata: '{"a":"ø"}',
  dataHash: Buffer.alloc(32, 0xab),
  isForgotten: false,
  bucket: 3,
};

/** A field as docs/seal.md has it. */
const field = (bytes: Buffer | string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(bytes));
  return Buffer.concat([length, Buffer.from(bytes)]);
};

describe('a leaf', () => {
  it('has the layout that is written down', () => {
    const { eventId, stream, type, recordedAt, metadata, dataHash } = row;
    const texts = ['overblik-leaf-1', '42', eventId, stream, '7', type, recordedAt, metadata];
    expect(leafBytes(row)).toEqual(Buffer.concat([...texts.map(field), field(dataHash)]));
    expect(leafHashOf(row)).toEqual(leafHash(leafBytes(row)));
  });

  it('is another one when any column is another, but the derived one', () => {
    const others: Partial<EventDigest>[] = [
      { position: 43 },
      { eventId: '00000000-0000-4000-8000-000000000002' },
      { stream: 'case-a' },
      { revision: 8 },
      { type: 'case.registere' },
      { recordedAt: '' },
      { metadata: '{"a":"ø"} ' },
      { dataHash: Buffer.alloc(32, 0xaa) },
      { stream: 'case-åcase', type: '.registered' },
    ];
    const hashes = [row, ...others.map((other) => ({ ...row, ...other }))].map((each) =>
      leafHashOf(each).toString('hex'),
    );
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(leafHashOf({ ...row, bucket: 9 })).toEqual(leafHashOf(row));
  });

  it('may be longer than any before it', () => {
    const long = { ...row, metadata: 'ø'.repeat(300_000) };
    expect(leafHashOf(long)).toEqual(leafHash(leafBytes(long)));
    expect(leafHashOf(row)).toEqual(leafHash(leafBytes(row)));
  });
});
