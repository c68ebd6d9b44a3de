import { wordsOf } from './words.js';

describe('words for search', () => {
  it('folds case and Danish letters, so that å is aa, ø is oe, æ is ae', () => {
    expect(wordsOf('Ågård Sørensen på Ærø')).toEqual(wordsOf('AAGAARD soerensen PAA aeroe'));
  });
  it('folds letters that are written with a combining ring', () => {
    expect(wordsOf('A\u030Age')).toEqual(['aage']);
  });
  it('drops other accents and splits where neither letter nor digit stands', () => {
    expect(wordsOf('01_HOOFD-110, Café')).toEqual(['01', '110', 'cafe', 'hoofd']);
  });
  it('takes nothing from nothing', () => {
    expect(wordsOf(null, undefined, ' – ')).toEqual([]);
  });
});
