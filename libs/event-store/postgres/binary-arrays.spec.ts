import { byteaArray, intArray, smallintArray, textArray, uuidArray } from './binary-arrays.js';

/** One dimension, no nulls, element type, length, lower bound 1: as PostgreSQL's array_recv reads it. */
function header(oid: number, length: number): number[] {
  return [...[0, 0, 0, 1], ...[0, 0, 0, 0], ...[0, 0, oid >> 8, oid & 255], ...[0, 0, 0, length], ...[0, 0, 0, 1]];
}

describe('binary arrays', () => {
  it('count text in bytes, not in characters', () => {
    expect([...textArray(['ø', ''])]).toEqual([...header(25, 2), 0, 0, 0, 2, 0xc3, 0xb8, 0, 0, 0, 0]);
  });

  it('keep bytes', () => {
    expect([...byteaArray([Buffer.from([0, 255])])]).toEqual([...header(17, 1), 0, 0, 0, 2, 0, 255]);
  });

  it('pack uuids into sixteen bytes', () => {
    const bytes = [...uuidArray(['00112233-4455-6677-8899-aabbccddeeff'])].slice(20);
    expect(bytes).toEqual([0, 0, 0, 16, 0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 204, 221, 238, 255]);
  });

  it('write numbers in network order, negative ones too', () => {
    expect([...intArray([-2, 258])]).toEqual([
      ...header(23, 2),
      0,
      0,
      0,
      4,
      255,
      255,
      255,
      254,
      0,
      0,
      0,
      4,
      0,
      0,
      1,
      2,
    ]);
    expect([...smallintArray([255])]).toEqual([...header(21, 1), 0, 0, 0, 2, 0, 255]);
  });
});
