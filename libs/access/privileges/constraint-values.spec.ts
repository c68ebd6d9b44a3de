import { readKle, readSensitivity, readSources, readUnits, readViewClasses } from './constraint-values.js';

describe('a KLE constraint', () => {
  it.each([
    ['*', ['*']],
    ['32', ['32']],
    ['32.*', ['32']],
    ['32.18', ['32.18']],
    ['32.18.*', ['32.18']],
    ['32.18.04', ['32.18.04']],
    ['32.*,27.18.04', ['32', '27.18.04']],
    [' 32.* ,\t27.18 ', ['32', '27.18']],
    ['*, 32', ['*', '32']],
    ['00', ['00']],
  ])('%j covers %j', (value, prefixes) => {
    expect(readKle(value)).toEqual(prefixes);
  });

  it.each([
    '',
    ',',
    '32,',
    ',32',
    '32,,33',
    ' ',
    '320',
    '3',
    '3*',
    '32*',
    '32.1',
    '32.1*',
    '32.1.*',
    '32.*.04',
    '32.18.4',
    '32.18.04.*',
    '32.18.04.01',
    '*.*',
    '**',
    '*.18',
    '32 .18',
    '32;33',
    '32.18,banana',
    '٣٢',
    '32.\u00a018',
    '.32',
    '32.',
    '3２',
    '32\n33',
  ])('%j is refused', (value) => {
    expect(readKle(value)).toBeUndefined();
  });
});

describe('a foelsomhed constraint', () => {
  it.each([
    ['notConfidential', 0],
    ['confidential', 1],
    ['sensitive', 2],
    ['vip', 3],
    ['IKKE_FORTROLIGE_DATA', 0],
    ['FORTROLIGE_PERSONOPLYSNINGER', 1],
    ['FOELSOMME_PERSONOPLYSNINGER', 2],
    ['VIP_SAGER', 3],
    [' vip ', 3],
  ])('%j is level %i', (value, level) => {
    expect(readSensitivity(value)).toBe(level);
  });

  it.each([
    '',
    'VIP',
    'Vip',
    '3',
    '*',
    'vip,sensitive',
    'vip,vip',
    'vip,',
    'FØLSOMME_PERSONOPLYSNINGER',
    'vip_sager',
    'constructor',
    '__proto__',
  ])('%j is refused', (value) => {
    expect(readSensitivity(value)).toBeUndefined();
  });
});

describe('an orgenhed constraint', () => {
  it('is a list of unit ids as they stand', () => {
    expect(readUnits('a0e2b5d4-0000-4000-8000-000000000001, U-17')).toEqual([
      'a0e2b5d4-0000-4000-8000-000000000001',
      'U-17',
    ]);
  });

  it.each(['', '*', 'a,*', 'a*', 'a,,b', 'a b', ','])('%j is refused', (value) => {
    expect(readUnits(value)).toBeUndefined();
  });
});

describe('an itsystem constraint', () => {
  it('is a list of source URIs', () => {
    expect(readSources('urn:overblik:source:ky , https://x.dk/a')).toEqual([
      'urn:overblik:source:ky',
      'https://x.dk/a',
    ]);
  });

  it.each(['', '*', 'ky', 'urn:overblik:source:ky,*', 'urn:a b', 'urn:', '//x.dk', 'urn:a,'])(
    '%j is refused',
    (value) => {
      expect(readSources(value)).toBeUndefined();
    },
  );
});

describe('a visningsklasse constraint', () => {
  it('is a list of names, which may have blanks inside', () => {
    expect(readViewClasses('adoption, tvangs fjernelse,x')).toEqual(['adoption', 'tvangs fjernelse', 'x']);
  });

  it.each(['', 'a,,b', ','])('%j is refused', (value) => {
    expect(readViewClasses(value)).toBeUndefined();
  });
});
