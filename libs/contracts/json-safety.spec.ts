import { MAX_DEPTH, unsafeJson } from './json-safety.js';

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

describe('unsafeJson', () => {
  it('lets ordinary data through, emoji and Danish letters included', () => {
    expect(unsafeJson({ a: ['æøå 👩‍👧', { b: null, c: [1, true] }], é: '\u0001' }, 'data')).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['NUL in a text', { a: [{ b: 'x\0' }] }, '/data/a/0/b'],
    ['NUL in a name', { 'a\0': 1 }, '/data/*'],
    ['a lone high surrogate', { a: 'x\ud83d' }, '/data/a'],
    ['a lone low surrogate', { a: ['ok', '\ude00x'] }, '/data/a/1'],
    ['surrogates the wrong way round', { a: '\ude00\ud83d' }, '/data/a'],
    ['a lone surrogate in a name', { '\ud83d': 1 }, '/data/*'],
    ['__proto__', JSON.parse('{"a":{"__proto__":{}}}'), '/data/a/__proto__'],
    ['constructor', { a: [{ constructor: 1 }] }, '/data/a/0/constructor'],
    ['prototype', { prototype: 1 }, '/data/prototype'],
    ['a number that JSON cannot write', { a: NaN }, '/data/a'],
    ['undefined', { a: undefined }, '/data/a'],
    ['NUL beside a person number', { '3102801234': { b: '\0' } }, '/data/*/b'],
  ])('refuses %s', (_, value, path) => {
    expect(unsafeJson(value, 'data')).toMatchObject({ rule: 'schema', path });
  });

  it('refuses bottomless nesting without overflowing the stack', () => {
    expect(unsafeJson(nested(MAX_DEPTH), 'data')).toBeUndefined();
    expect(unsafeJson(nested(MAX_DEPTH + 1), 'data')).toMatchObject({ rule: 'schema' });
    expect(unsafeJson(nested(1_000_000), 'data')).toMatchObject({ rule: 'schema' });
  });
});
