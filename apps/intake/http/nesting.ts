import { endOfString } from './data-span.js';

/** Levels of brackets in a body that is parsed; an event of the contract has under ten. */
export const MAX_BODY_DEPTH = 10_000;
/** Smaller bodies cannot nest deep enough to be worth the look. */
const LOOKED_AT_FROM_BYTES = 200_000;

const QUOTE = 0x22;

/**
 * Whether a body nests so deep that parsing it, and freeing what was parsed, would hold up everybody else for seconds.
 * Less deep ones are parsed, and refused by the rules of their events.
 */
export function nestsTooDeep(bytes: Buffer): boolean {
  if (bytes.length < LOOKED_AT_FROM_BYTES) return false;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === 0x5b || byte === 0x7b) depth++;
    else if (byte === 0x5d || byte === 0x7d) depth--;
    if (depth > MAX_BODY_DEPTH) return true;
  }
  return false;
}
