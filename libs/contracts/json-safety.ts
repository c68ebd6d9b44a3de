import { pointer, schemaProblem, type Problem } from './problem.js';

/** How deep the data of an event may nest. */
export const MAX_DEPTH = 64;

const SUSPICIOUS = /[\u0000\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

type Segments = (string | number)[];

/**
 * Refuses what no field may hold whatever its schema says: NUL (PostgreSQL cannot store it), lone surrogates (no UTF-8),
 * names that reach an object's prototype, bottomless nesting, and what JSON has no form for.
 */
export function unsafeJson(value: unknown, name: string): Problem | undefined {
  return faultAt([name], value);
}

/** Never deeper than {@link MAX_DEPTH}, so no data overflows the stack. `at` is the way to the value, and is left as it came. */
function faultAt(at: Segments, value: unknown): Problem | undefined {
  if (typeof value === 'string') return SUSPICIOUS.test(value) ? unsafeText(value, () => pointer(at)) : undefined;
  if (typeof value === 'object') return value === null ? undefined : faultWithin(at, value);
  if (typeof value === 'boolean' || Number.isFinite(value)) return undefined;
  return schemaProblem(
    pointer(at),
    'The value is none that JSON knows.',
    'Send text, a finite number, true, false, null, a list or an object.',
  );
}

function faultWithin(at: Segments, container: object): Problem | undefined {
  if (at.length > MAX_DEPTH) return tooDeep(at);
  const isList = Array.isArray(container);
  const members = container as Readonly<Record<string, unknown>>;
  // Of a list every place counts, also one that nothing was put into.
  for (const key of isList ? container.keys() : Object.keys(members)) {
    at.push(key);
    const fault = unsafeKey(at, key) ?? faultAt(at, members[key]);
    at.pop();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function unsafeKey(at: Segments, key: string | number): Problem | undefined {
  if (typeof key === 'number') return undefined;
  if (isReservedName(key)) {
    return schemaProblem(pointer(at), 'The name is reserved and never accepted.', 'Leave the field out.');
  }
  return SUSPICIOUS.test(key) ? unsafeText(key, () => pointer(at)) : undefined;
}

/** The problem with a text that holds NUL or half a surrogate pair; undefined for every other text. */
export function unsafeText(text: string, path: () => string): Problem | undefined {
  if (text.includes('\0')) {
    return schemaProblem(path(), 'The text contains a NUL character.', 'Remove the character U+0000.');
  }
  if (LONE_SURROGATE.test(text)) {
    return schemaProblem(
      path(),
      'The text contains half a surrogate pair, which is no character.',
      'Send valid Unicode; check where the text was cut.',
    );
  }
  return undefined;
}

/** True where a text may hold NUL or surrogates and is worth a closer look. */
export function looksUnsafe(text: string): boolean {
  return SUSPICIOUS.test(text);
}

function tooDeep(at: Segments): Problem {
  return schemaProblem(
    pointer(at.slice(0, 8)),
    `The data nests deeper than ${MAX_DEPTH} levels.`,
    'Send the fields that the schema names; none of them nests that deep.',
  );
}

/** True for names that reach an object's prototype. */
export function isReservedName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}
