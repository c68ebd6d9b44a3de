import fc from 'fast-check';
import { editsBetween } from './edits.js';

/** The definition, without the table. */
function slow(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  return Math.min(
    slow(a.slice(1), b) + 1,
    slow(a, b.slice(1)) + 1,
    slow(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
  );
}

describe('the distance between two words', () => {
  it('is the least number of edits', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(fc.property(word, word, (a, b) => expect(editsBetween(a, b, 9)).toBe(slow(a, b))));
  });
});
