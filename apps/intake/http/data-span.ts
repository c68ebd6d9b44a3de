const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const DATA = Buffer.from('"data"');

/**
 * The bytes that the member `data` of each event takes in a body, as received: blanks and escapes count. Of a batch one
 * number an event, else one in all; 0 where there is no such member. Takes a body that is JSON.
 */
export function measureData(bytes: Buffer, isBatch: boolean): number[] {
  const eventDepth = isBatch ? 2 : 1;
  const sizes = [0];
  let depth = 0;
  let start = -1;
  const end = (at: number): void => {
    if (start >= 0) sizes[sizes.length - 1] = trimmedLength(bytes, start, at);
    start = -1;
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const last = endOfString(bytes, at);
      const isData =
        depth === eventDepth &&
        start < 0 &&
        last - at === DATA.length - 1 &&
        bytes.compare(DATA, 0, 6, at, last + 1) === 0;
      at = last;
      const colon = isData ? skipBlanks(bytes, last + 1) : -1;
      if (colon >= 0 && bytes[colon] === COLON) {
        start = skipBlanks(bytes, colon + 1);
        at = colon;
      }
    } else if (byte === 0x5b || byte === 0x7b) depth++;
    else if (byte === 0x5d || byte === 0x7d) {
      if (depth === eventDepth) end(at);
      depth--;
    } else if (byte === COMMA && depth === eventDepth) end(at);
    else if (byte === COMMA && depth === eventDepth - 1) sizes.push(0);
  }
  return sizes;
}

/** Where the string that begins at `start` ends: at the first quote that no odd number of backslashes stands before. */
export function endOfString(bytes: Buffer, start: number): number {
  for (let at = start + 1; ; at++) {
    at = bytes.indexOf(QUOTE, at);
    if (at < 0) return bytes.length;
    let slashes = 0;
    while (bytes[at - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (isBlank(bytes[at])) at++;
  return at;
}

function trimmedLength(bytes: Buffer, from: number, to: number): number {
  let end = to;
  while (end > from && isBlank(bytes[end - 1])) end--;
  return end - from;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
