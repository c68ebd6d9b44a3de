import { pointer, schemaProblem, type Problem } from './problem.js';

/** How deep the data of an event may nest. */
export const MAX_DEPTH = 64;

const SUSPICIOUS = /[\u0000\ud800-\udfff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

interface Place {
  readonly value: object;
  readonly depth: number;
  readonly key: string | number;
  readonly parent: Place | null;
}

/**
 * Refuses what no field may hold whatever its schema says: NUL (PostgreSQL cannot store it), lone surrogates (no UTF-8),
 * names that reach an object's prototype, bottomless nesting, and what JSON has no form for.
 * Walks with a list of its own, so that no depth overflows the stack.
 */
export function unsafeJson(value: unknown, name: string): Problem | undefined {
  const root: Place = { value: { [name]: value }, depth: 0, key: '', parent: null };
  const open: Place[] = [root];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value: container, depth } = place;
    if (depth > MAX_DEPTH) return tooDeep(place);
    if (Array.isArray(container)) {
      for (let index = 0; index < container.length; index++) {
        const fault = visit(container[index], index, place, open);
        if (fault !== undefined) return fault;
      }
      continue;
    }
    const members = container as Record<string, unknown>;
    for (const key of Object.keys(members)) {
      const fault = unsafeKey(key, place) ?? visit(members[key], key, place, open);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function visit(value: unknown, key: string | number, parent: Place, open: Place[]): Problem | undefined {
  if (typeof value === 'string') {
    return SUSPICIOUS.test(value) ? unsafeText(value, () => pathTo(parent, key)) : undefined;
  }
  if (typeof value === 'object') {
    if (value !== null) open.push({ value, depth: parent.depth + 1, key, parent });
    return undefined;
  }
  if (typeof value === 'boolean' || Number.isFinite(value)) return undefined;
  return schemaProblem(
    pathTo(parent, key),
    'The value is none that JSON knows.',
    'Send text, a finite number, true, false, null, a list or an object.',
  );
}

function unsafeKey(key: string, parent: Place): Problem | undefined {
  if (isReservedName(key)) {
    return schemaProblem(pathTo(parent, key), 'The name is reserved and never accepted.', 'Leave the field out.');
  }
  return SUSPICIOUS.test(key) ? unsafeText(key, () => pathTo(parent, key)) : undefined;
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

function tooDeep(place: Place): Problem {
  const ancestors = segmentsTo(place).slice(0, 8);
  return schemaProblem(
    pointer(ancestors),
    `The data nests deeper than ${MAX_DEPTH} levels.`,
    'Send the fields that the schema names; none of them nests that deep.',
  );
}

function pathTo(parent: Place, key: string | number): string {
  return pointer([...segmentsTo(parent), key]);
}

function segmentsTo(place: Place): (string | number)[] {
  const segments: (string | number)[] = [];
  for (let each = place; each.parent !== null; each = each.parent) segments.unshift(each.key);
  return segments;
}

/** True for names that reach an object's prototype. */
export function isReservedName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}
