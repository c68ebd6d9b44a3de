import fc from 'fast-check';
import { missingIn, withRange, withSequence, type SequenceRanges } from './sequence-ranges.js';

describe('received sequence numbers', () => {
  it('count what is missing between the first and the highest, in any order of arrival and however often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1 }), (numbers) => {
        const ranges = numbers.reduce<SequenceRanges>((before, number) => withSequence(before, String(number)), []);
        const missing = Math.max(...numbers) - Math.min(...numbers) + 1 - new Set(numbers).size;
        expect(missingIn(ranges, null)).toBe(missing);
        const sorted = [...ranges].every(
          ([from], index) => index === 0 || BigInt(from) > BigInt(ranges[index - 1]?.[1] ?? 0) + 1n,
        );
        expect(sorted).toBe(true);
      }),
    );
  });
  it('count up to what a heartbeat announced', () => {
    expect(missingIn([['1', '3']], '10')).toBe(7);
    expect(missingIn([['1', '3']], '2')).toBe(0);
  });
  it('are capped at what GraphQL can say', () => {
    expect(missingIn([['0', '0']], '999999999999999999')).toBe(2_147_483_647);
  });
  it('miss nothing before the first has come', () => {
    expect(missingIn([], '10')).toBe(0);
  });
  it('take ranges as they take their numbers one by one', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 6 }));
    fc.assert(
      fc.property(fc.array(range), (ranges) => {
        let [whole, single]: SequenceRanges[] = [[], []];
        for (const [from, more] of ranges) {
          whole = withRange(whole ?? [], String(from), String(from + more));
          for (let number = from; number <= from + more; number++) single = withSequence(single ?? [], String(number));
        }
        expect(whole).toEqual(single);
      }),
    );
  });
});
