/**
 * Arrays in PostgreSQL's binary wire form (array_send in its source): the server neither unquotes text nor unhexes
 * bytes, which is a third of the work of an insert. `pg` sends a Buffer parameter as binary.
 */

const HEADER_BYTES = 20;
const OID = { bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, uuid: 2950 };

/** What a character is worth as a digit, by its code. */
const HEX_DIGITS: readonly (number | undefined)[] = Array.from({ length: 103 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? undefined : digit;
});

/** Where a text array is laid out before its length is known; it grows to the greatest there was. */
let draft = Buffer.allocUnsafe(64 * 1024);
const LONGEST_KEPT = 4 * 1024 * 1024;
/** UTF-8 takes no more for a UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;

function roomFor(bytes: number, written: number): Buffer {
  if (bytes <= draft.length) return draft;
  const larger = Buffer.allocUnsafe(Math.max(bytes, draft.length * 2));
  draft.copy(larger, 0, 0, written);
  draft = larger;
  return larger;
}

/** `text[]`, also with nulls. */
export function textArray(values: readonly (string | null)[]): Buffer {
  writeHeader(draft, OID.text, values.length);
  let at = HEADER_BYTES;
  for (const value of values) {
    if (value === null) {
      at = roomFor(at + 4, at).writeInt32BE(-1, at);
      continue;
    }
    const room = roomFor(at + 4 + value.length * MOST_BYTES_PER_UNIT, at);
    const length = room.write(value, at + 4);
    room.writeInt32BE(length, at);
    at += 4 + length;
  }
  // The second word of the header says whether there are nulls; a null has length -1 and no content.
  if (values.includes(null)) draft.writeInt32BE(1, 4);
  const array = Buffer.from(draft.subarray(0, at));
  if (draft.length > LONGEST_KEPT) draft = Buffer.allocUnsafe(LONGEST_KEPT);
  return array;
}

/** `bytea[]`. */
export function byteaArray(values: readonly Buffer[]): Buffer {
  const array = start(
    OID.bytea,
    values.length,
    values.map(({ length }) => length),
  );
  let at = HEADER_BYTES;
  for (const value of values) {
    at = array.writeInt32BE(value.length, at);
    at += value.copy(array, at);
  }
  return array;
}

/** `uuid[]`. */
export function uuidArray(values: readonly string[]): Buffer {
  const array = start(OID.uuid, values.length, 16);
  let at = HEADER_BYTES;
  for (const value of values) {
    at = writeUuid(array, value, array.writeInt32BE(16, at));
  }
  return array;
}

/** Digit by digit: nothing is made on the way, and there are two of these for each event that comes in. */
function writeUuid(array: Buffer, uuid: string, start: number): number {
  let at = start;
  let high = -1;
  for (let index = 0; index < uuid.length; index++) {
    const digit = HEX_DIGITS[uuid.charCodeAt(index)];
    if (digit === undefined) continue; // a hyphen
    if (high < 0) high = digit;
    else {
      array[at++] = (high << 4) | digit;
      high = -1;
    }
  }
  return at;
}

/** `int[]`. */
export function intArray(values: readonly number[]): Buffer {
  const array = start(OID.int4, values.length, 4);
  let at = HEADER_BYTES;
  for (const value of values) at = array.writeInt32BE(value, array.writeInt32BE(4, at));
  return array;
}

/** `smallint[]`. */
export function smallintArray(values: readonly number[]): Buffer {
  const array = start(OID.int2, values.length, 2);
  let at = HEADER_BYTES;
  for (const value of values) at = array.writeInt16BE(value, array.writeInt32BE(2, at));
  return array;
}

/** `bigint[]`, of safe integers. */
export function bigintArray(values: readonly number[]): Buffer {
  const array = start(OID.int8, values.length, 8);
  let at = HEADER_BYTES;
  for (const value of values) at = array.writeBigInt64BE(BigInt(value), array.writeInt32BE(8, at));
  return array;
}

/** A buffer of the array's size with its header. */
function start(oid: number, length: number, sizes: number | readonly number[]): Buffer {
  const content = typeof sizes === 'number' ? sizes * length : sizes.reduce((sum, size) => sum + size, 0);
  const array = Buffer.allocUnsafe(HEADER_BYTES + length * 4 + content);
  writeHeader(array, oid, length);
  return array;
}

/** One dimension, no nulls, the element type, the length, lower bound 1. */
function writeHeader(array: Buffer, oid: number, length: number): void {
  let at = array.writeInt32BE(1, 0);
  at = array.writeInt32BE(0, at);
  at = array.writeInt32BE(oid, at);
  at = array.writeInt32BE(length, at);
  array.writeInt32BE(1, at);
}
