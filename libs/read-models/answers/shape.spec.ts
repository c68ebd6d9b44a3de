import { expandTemplate } from './shape.js';
import { unbrokenPeriod } from './unbroken.js';

describe('a hop template', () => {
  it('is expanded as RFC 6570 level 1: encoded but for unreserved characters', () => {
    expect(
      expandTemplate('https://x.example/{caseNumber}?q={key}', { caseNumber: '2026/17 æ', key: "a-b_c~d.e!'()*" }),
    ).toBe('https://x.example/2026%2F17%20%C3%A6?q=a-b_c~d.e%21%27%28%29%2A');
  });
  it('gives nothing for a name it does not know', () => {
    expect(expandTemplate('https://x.example/{nope}{toString}', {})).toBe('https://x.example/');
  });
});

describe('the unbroken presence', () => {
  const day = (number: number) => `2026-01-0${number}T00:00:00.000000Z`;
  it('joins periods that touch or overlap', () => {
    expect(
      unbrokenPeriod(
        [
          { from: day(3), to: null },
          { from: day(1), to: day(3) },
        ],
        day(2),
      ),
    ).toEqual({ from: day(1), to: null });
  });
  it('does not cross a gap', () => {
    expect(
      unbrokenPeriod(
        [
          { from: day(1), to: day(2) },
          { from: day(3), to: day(4) },
        ],
        day(3),
      ),
    ).toEqual({ from: day(3), to: day(4) });
    expect(unbrokenPeriod([{ from: day(1), to: day(2) }], day(2))).toBeUndefined();
  });
});
