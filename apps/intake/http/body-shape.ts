import { endOfString } from './data-span.js';

/** Levels of brackets in a body that is parsed; an event of the contract has under ten. */
const MAX_DEPTH = 10_000;
/** Members of one object in a body that is parsed; an event of the contract has under a hundred. */
const MAX_MEMBERS = 1_000;
/** Smaller bodies cannot be deep or wide enough to be worth the look. */
const LOOKED_AT_FROM_BYTES = 200_000;

const QUOTE = 0x22;
const COLON = 0x3a;

/**
 * What is wrong with a body that nests so deep, or has an object of so many members, that parsing it, keeping it and freeing
 * what was parsed would hold up everybody else for seconds. What is less so is parsed, and refused by the rules of its events.
 */
export function faultOfShape(bytes: Buffer): string | undefined {
  if (bytes.length < LOOKED_AT_FROM_BYTES) return undefined;
  /** Of the objects that are open, by depth. */
  const members = new Uint32Array(MAX_DEPTH + 1);
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COLON) {
      const known = (members[depth] ?? 0) + 1;
      if (known > MAX_MEMBERS)
        return `An object of the body has more than ${MAX_MEMBERS} members. Send the attributes and fields that the contract names.`;
      members[depth] = known;
    } else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > MAX_DEPTH) return `The body nests deeper than ${MAX_DEPTH} levels.`;
      members[depth] = 0;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return undefined;
}
