import { statedReason } from './stated-reason.js';

describe('a reason', () => {
  it.each(['', ' ', '\n\t', '\u00a0', '\u200b', '\u2060\ufeff', ' \u200b \u00ad', '\u0000'])(
    'says nothing: %j',
    (text) => {
      expect(statedReason(text)).toBeNull();
    },
  );

  it.each([
    ['Klage', 'Klage'],
    ['  Klage 24/1177\n', 'Klage 24/1177'],
    ['?', '?'],
  ])('is what it says: %j', (text, said) => {
    expect(statedReason(text)).toBe(said);
  });

  it('is cut where it is longer than any reason', () => {
    expect(statedReason('a'.repeat(10_001))).toHaveLength(10_000);
  });
});
