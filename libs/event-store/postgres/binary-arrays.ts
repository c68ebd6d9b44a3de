/**
 * Arrays in PostgreSQL's binary wire form (array_send in its source): the server neither unquotes text nor unhexes
 * bytes, which is a third of the work of an insert. `pg` sends a Buffer parameter as binary.
 */

const HEADER_BYTES = 20;
const OID = { bytea: 17, int2: 21, int4: 23, text: 25, uuid: 2950 };

/** `text[]`, also with nulls. */
export function textArray(values: readonly (string | null)[]): Buffer {
  const lengths = values.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  const array = start(OID.text, values.length, lengths);
  // The second word of the header says whether there are nulls; a null has length -1 and no content.
  if (values.includes(null)) array.writeInt32BE(1, 4);
  let at = HEADER_BYTES;
  values.forEach((value, index) => {
    if (value === null) {
      at = array.writeInt32BE(-1, at);
      return;
    }
    at = array.writeInt32BE(lengths[index] ?? 0, at);
    at += array.write(value, at);
  });
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
    at = array.writeInt32BE(16, at);
    at += array.write(value.replaceAll('-', ''), at, 'hex');
  }
  return array;
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

/** A buffer of the array's size with its header: one dimension, no nulls, the element type, the length, lower bound 1. */
function start(oid: number, length: number, sizes: number | readonly number[]): Buffer {
  const content = typeof sizes === 'number' ? sizes * length : sizes.reduce((sum, size) => sum + size, 0);
  const array = Buffer.allocUnsafe(HEADER_BYTES + length * 4 + content);
  let at = array.writeInt32BE(1, 0);
  at = array.writeInt32BE(0, at);
  at = array.writeInt32BE(oid, at);
  at = array.writeInt32BE(length, at);
  array.writeInt32BE(1, at);
  return array;
}
