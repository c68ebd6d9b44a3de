import fc from 'fast-check';

/** Texts that programs have stumbled over, and a few that are right. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202e\u200b',
  '𝒳𝒴',
  'é'.repeat(300),
  'a'.repeat(10_000),
  '__proto__',
  'constructor',
  'toString',
  "' or 1=1 --",
  '"; drop table events; --',
  '%',
  '\\',
  '_',
  '&|!<->:*',
  '${7*7}',
  '<script>',
  '0706840001',
  '070684-0001',
  '9999999999',
  '29189846',
  '32.18.04',
  '32.*',
  'null',
  '2026-02-30',
  '2026-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999Z',
  '0001-01-01T00:00:00+14:00',
  '2026-01-01T00:00:00.0000000000001Z',
  'urn:overblik:source:ky',
  'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
  'F0A3B0A6-7C0F-4C3E-9F5E-1C1F0D3F5A11',
  '00000000-0000-0000-0000-000000000000',
  'WyJhIiwxXQ==',
  'eyJrIjpbbnVsbF19',
];

export const hostileText = (): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...hostileTexts), weight: 3 },
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.uuid(),
  );

/** Numbers at the edges of what a number can be. */
export const hostileNumber = (): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(0, 1, -1, 20, 200, 201, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, 0.5), fc.integer());

/** Any JSON value, in any place. */
export const hostileValue = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    hostileText(),
    hostileNumber(),
    fc.constantFrom(null, true, false, [], {}, [[]], { length: 1 }),
    fc.array(hostileText(), { maxLength: 3 }),
    fc.jsonValue({ maxDepth: 3 }),
    fc.integer({ min: 20, max: 3_000 }).map(nested),
  );

function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Visible Latin-1, which is all that a header may carry through `fetch`. */
const headerText = (): fc.Arbitrary<string> =>
  hostileText().map((text) =>
    text
      .replace(/[^\x20-\x7e\xa0-\xff]/g, '')
      .trim()
      .slice(0, 2_000),
  );

/** Some of these headers with anything in them. */
export const hostileHeaders = (...names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc.dictionary(fc.constantFrom(...names), headerText(), { maxKeys: 3 });

/** A text with a few characters lost, doubled or replaced: nearly right. */
export const nearly = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.nat(Math.max(0, text.length - 1)),
        fc.constantFrom('', '{', '}', '"', '(', ':', '\u0000', '$', '...', '@'),
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    )
    .map((slips) => slips.reduce((so, [at, with_]) => so.slice(0, at) + with_ + so.slice(at + 1), text));
