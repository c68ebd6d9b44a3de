import type { EventDigest } from '#event-store';
import { HASH_BYTES, sha256 } from './merkle/hashing.js';

/*
 * The layout of a leaf (docs/seal.md): nine fields, each four bytes of length (unsigned, most significant first) and as
 * many bytes. No two different rows give the same bytes, whatever their texts hold.
 */
const LAYOUT = 'overblik-leaf-1';
const LENGTH_BYTES = 4;
/** Of the leaf prefix of RFC 6962, written before the leaf so that both are hashed at once. */
const PREFIX_BYTES = 1;
/** UTF-8 needs at most three bytes for a unit of a JavaScript string. */
const BYTES_PER_UNIT = 3;
const FIELDS = 9;

/** Columns of a log that follow from others and are not sealed: `verify` works them out anew. */
export const derivedColumns: readonly string[] = ['bucket'];

let scratch = Buffer.alloc(64 * 1024);

/** The exact bytes that are sealed of an event. */
export function leafBytes(row: EventDigest): Buffer {
  const end = write(row);
  return Buffer.from(scratch.subarray(PREFIX_BYTES, end));
}

/** The hash by which an event stands in the tree: SHA-256(0x00 ‖ leaf). */
export function leafHashOf(row: EventDigest): Buffer {
  const end = write(row);
  return sha256(scratch.subarray(0, end));
}

/** Writes the leaf behind its prefix into the one buffer that all leaves take their turn in. */
function write(row: EventDigest): number {
  const { stream, type, recordedAt, metadata, dataHash } = row;
  const units = LAYOUT.length + stream.length + type.length + recordedAt.length + metadata.length + 200;
  const room = PREFIX_BYTES + FIELDS * LENGTH_BYTES + units * BYTES_PER_UNIT + HASH_BYTES;
  if (scratch.length < room) scratch = Buffer.alloc(room * 2);
  let at = writeText(LAYOUT, PREFIX_BYTES);
  at = writeText(String(row.position), at);
  at = writeText(row.eventId, at);
  at = writeText(stream, at);
  at = writeText(String(row.revision), at);
  at = writeText(type, at);
  at = writeText(recordedAt, at);
  at = writeText(metadata, at);
  at = scratch.writeUInt32BE(dataHash.length, at);
  return at + dataHash.copy(scratch, at);
}

function writeText(text: string, at: number): number {
  const length = scratch.write(text, at + LENGTH_BYTES, 'utf8');
  scratch.writeUInt32BE(length, at);
  return at + LENGTH_BYTES + length;
}
