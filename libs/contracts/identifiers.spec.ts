import fc from 'fast-check';
import { durationToMilliseconds } from './durations.js';
import {
  URL_NAMESPACE,
  isCvr,
  isFacet,
  isKle,
  isPNumber,
  isUuid,
  klePath,
  maskCpr,
  normalizeCpr,
  uuidFromHmac,
  uuidV5,
} from './identifiers.js';

describe('CVR numbers', () => {
  it('hold against modulus 11', () => {
    expect(['29189846', '10000009', '12345674'].map(isCvr)).toEqual([true, true, true]);
    expect(
      ['29189847', '00000000', '2918984', '291898461', '2918984６', 'DK29189846', ' 29189846', ''].some(isCvr),
    ).toBe(false);
  });

  it('tell a wrong single digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 9 }), (at, shift) => {
        const digits = [...'29189846'];
        digits[at] = String((Number(digits[at]) + shift) % 10);
        expect(isCvr(digits.join(''))).toBe(false);
      }),
    );
  });
});

describe('CPR numbers', () => {
  it('are ten digits with or without hyphen, replacement days included, modulus 11 never asked', () => {
    expect(normalizeCpr('310280-1234')).toBe('3102801234');
    expect(normalizeCpr('6101801235')).toBe('6101801235');
    expect(normalizeCpr('9112999999')).toBe('9112999999');
  });

  it.each([
    '0001801234',
    '3201801234',
    '6001801234',
    '9201801234',
    '0100801234',
    '0113801234',
    '010180-AB01',
    '01018-01234',
    '310280--1234',
    '310280 1234',
    '31028012345',
    '010180123',
    '',
    '310280-1234\n',
  ])('refuses %j', (text) => {
    expect(normalizeCpr(text)).toBeUndefined();
  });

  it('show no more than the birth date', () => {
    expect(maskCpr('3102801234')).toBe('310280-****');
    expect(maskCpr('310280-1234')).toBe('310280-****');
    expect(maskCpr('AB')).toBe('******-****');
  });
});

describe('other identifiers', () => {
  it('have the forms of the contract', () => {
    expect([isPNumber('1000000001'), isPNumber('100000000')]).toEqual([true, false]);
    expect([isKle('32.18.04'), isKle('32.18'), isKle('320.18.04'), isKle('32.18.04 ')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([isFacet('G01'), isFacet('g01'), isFacet('G1')]).toEqual([true, false, false]);
    expect(klePath('32.18.04')).toEqual(['32', '32.18', '32.18.04']);
    expect([isUuid('5E9A1C9E-3d30-5b0e-8b62-6b6b6f0d6d01'), isUuid('5e9a1c9e3d305b0e8b626b6b6f0d6d01')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('derived uuids', () => {
  it('equal the published examples of RFC 9562 (www.example.com in the DNS namespace)', () => {
    expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it('carry the version and variant bits', () => {
    const key = Buffer.from('key of a test, thirty-two bytes!');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(uuidV5(URL_NAMESPACE, text)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(uuidFromHmac(key, text)).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
    expect(uuidFromHmac(key, 'a')).not.toBe(uuidFromHmac(Buffer.from('another key'), 'a'));
  });
});

describe('durations', () => {
  it('are whole ISO 8601 durations', () => {
    expect(durationToMilliseconds('PT15M')).toBe(900_000);
    expect(durationToMilliseconds('P1DT1H')).toBe(90_000_000);
    expect(durationToMilliseconds('P2W')).toBe(1_209_600_000);
    expect(durationToMilliseconds('P1Y1M')).toBe(395 * 86_400_000);
    for (const bad of ['', 'P', 'PT', 'P1', '15M', 'PT1.5H', 'P-1D', 'P1W1D', 'pt1h', `P${'9'.repeat(30)}D`]) {
      expect(durationToMilliseconds(bad)).toBeUndefined();
    }
  });
});
