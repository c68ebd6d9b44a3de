import fc from 'fast-check';
import { findJsonFault } from './json-fault.js';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the place of a JSON fault', () => {
  it.each([
    ['{"a":1,}', 1, 8],
    ['[1,\n 2,\n x]', 3, 2],
    ['{"a" 1}', 1, 6],
    ['[1 2]', 1, 4],
    ['[1,2', 1, 5],
    ['"abc', 1, 5],
    ['[01]', 1, 3],
    ['[-]', 1, 2],
    ['{"a":1}}', 1, 8],
    ['{a:1}', 1, 2],
    ['[1}', 1, 3],
    ['"a\tb"', 1, 3],
    ['\u00a0{}', 1, 1],
  ])('of %j is line %d, column %d', (text, line, column) => {
    expect(findJsonFault(text)).toEqual({ line, column });
  });

  it('lies in every text that cannot be parsed, and what stands before it can begin a JSON text', () => {
    const spoilt = fc
      .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', '"', '}', ']', ',', ':', '\\', 'x', '0', '\n'))
      .map(([value, at, put]) => {
        const text = JSON.stringify(value, null, 1);
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + (put === '' ? 1 : 0));
      });
    fc.assert(
      fc.property(spoilt, (text) => {
        const { line, column } = findJsonFault(text);
        const lines = text.split('\n');
        const offset = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1;
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
        if (parses(text)) expect(offset).toBe(text.length);
      }),
    );
  });
});
