import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  dateOf,
  instantFromDate,
  isLocalDate,
  localToInstant,
  momentOf,
  nextDay,
  plusMilliseconds,
  startOfDay,
  toInstant,
} from './instants.js';

const COPENHAGEN = 'Europe/Copenhagen';
const canonical = (moment: Temporal.Instant) => moment.toString({ fractionalSecondDigits: 6, roundingMode: 'floor' });
const micros = (from: string, to: string) =>
  fc
    .bigInt(Temporal.Instant.from(from).epochNanoseconds / 1000n, Temporal.Instant.from(to).epochNanoseconds / 1000n)
    .map((value) => new Temporal.Instant(value * 1000n));
const anyMoment = micros('0001-01-02T00:00:00Z', '9999-12-30T00:00:00Z');
const modernMoment = micros('1880-01-01T00:00:00Z', '2120-01-01T00:00:00Z');
const modernDay = modernMoment.map((moment) => moment.toZonedDateTimeISO('UTC').toPlainDate());
const pad = (value: number, width = 2) => String(value).padStart(width, '0');

describe('toInstant', () => {
  it('agrees with Temporal on every offset and any number of fraction digits', () => {
    const offsets = fc.tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59));
    const fractions = fc.option(fc.array(fc.nat(9), { minLength: 1, maxLength: 9 }));
    fc.assert(
      fc.property(anyMoment, fc.option(offsets), fractions, fc.boolean(), (moment, offset, digits, isLowerCase) => {
        const wall = moment.toZonedDateTimeISO('UTC').toPlainDateTime().toString({ smallestUnit: 'second' });
        const zone = offset === null ? 'Z' : `${offset[0]}${pad(offset[1])}:${pad(offset[2])}`;
        const text = `${wall}${digits === null ? '' : `.${digits.join('')}`}${zone}`;
        expect(toInstant(isLowerCase ? text.toLowerCase() : text)).toBe(canonical(Temporal.Instant.from(text)));
      }),
    );
  });

  it('takes exactly the dates that exist', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.nat(14), fc.nat(33), (year, month, day) => {
        const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
        let isReal = true;
        try {
          Temporal.PlainDate.from(date);
        } catch {
          isReal = false;
        }
        expect(isLocalDate(date)).toBe(isReal);
        expect(toInstant(`${date}T12:00:00Z`)).toBe(isReal ? `${date}T12:00:00.000000Z` : undefined);
        expect(toInstant(`${date}T12:00:00.1+00:00`)).toBe(isReal ? `${date}T12:00:00.100000Z` : undefined);
      }),
    );
  });

  it('orders as moments do', () => {
    fc.assert(
      fc.property(anyMoment, anyMoment, (a, b) => {
        const order = Temporal.Instant.compare(a, b);
        const [left = '', right = ''] = [toInstant(a.toString()), toInstant(b.toString())];
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(order);
      }),
    );
  });

  it('cuts what is finer than microseconds instead of rounding', () => {
    expect(toInstant('2026-12-31T23:59:59.9999999Z')).toBe('2026-12-31T23:59:59.999999Z');
    expect(toInstant(`2026-01-01T00:00:00.${'1'.repeat(5000)}Z`)).toBe('2026-01-01T00:00:00.111111Z');
  });

  it('keeps to the years 1 to 9999 after the move to UTC, for PostgreSQL knows no year 0', () => {
    expect(toInstant('0000-06-01T00:00:00Z')).toBeUndefined();
    expect(toInstant('0001-01-01T00:00:00+00:01')).toBeUndefined();
    expect(toInstant('0001-01-01T00:00:00Z')).toBe('0001-01-01T00:00:00.000000Z');
    expect(toInstant('9999-12-31T23:59:59.999999Z')).toBe('9999-12-31T23:59:59.999999Z');
    expect(toInstant('9999-12-31T23:59:59-00:01')).toBeUndefined();
  });

  it('takes a leap second at the end of a month as the second after it', () => {
    expect(toInstant('2016-12-31T23:59:60Z')).toBe('2017-01-01T00:00:00.000000Z');
    expect(toInstant('2017-01-01T00:59:60.25+01:00')).toBe('2017-01-01T00:00:00.250000Z');
    expect(toInstant('2016-12-30T23:59:60Z')).toBeUndefined();
    expect(toInstant('2016-12-31T22:59:60Z')).toBeUndefined();
    expect(toInstant('9999-12-31T23:59:60Z')).toBeUndefined();
  });

  it.each([
    '',
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-03-01',
    '2026-03-01T12:00:00',
    '2026-03-01 12:00:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01T12:60:00Z',
    '2026-03-01T12:00:61Z',
    '2026-03-01T12:00Z',
    '2026-03-01T12:00:00.Z',
    '2026-03-01T12:00:00,5Z',
    '2026-03-01T12:00:00+0100',
    '2026-03-01T12:00:00+24:00',
    '2026-03-01T12:00:00+01:60',
    '2026-03-01T12:00:00ZZ',
    '2026-03-01T12:00:00Z\n',
    ' 2026-03-01T12:00:00Z',
    '+002026-03-01T12:00:00Z',
    '2026-3-1T12:00:00Z',
    '２０２６-03-01T12:00:00Z',
    '2026-03-01T12:00:00[Europe/Copenhagen]',
    '1772366400',
  ])('refuses %j', (text) => {
    expect(toInstant(text)).toBeUndefined();
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => [toInstant(text), isLocalDate(text), localToInstant(text), momentOf(text)]).not.toThrow();
      }),
    );
  });
});

describe('days of Copenhagen', () => {
  it('begin when Temporal says so, from 1880 to 2120', () => {
    fc.assert(
      fc.property(modernDay, (day) => {
        expect(startOfDay(day.toString())).toBe(canonical(day.toZonedDateTime(COPENHAGEN).toInstant()));
      }),
    );
  });

  it('hold the instants that Temporal puts into them', () => {
    fc.assert(
      fc.property(modernMoment, (moment) => {
        expect(dateOf(canonical(moment))).toBe(moment.toZonedDateTimeISO(COPENHAGEN).toPlainDate().toString());
      }),
    );
  });

  it('turn exactly at their midnight, also on the days when the clock changes', () => {
    const changes = ['2026-03-29', '2026-10-25', '1916-05-15', '1940-05-15', '1980-04-06', '2024-02-29', '2025-12-31'];
    for (const day of changes.flatMap((date) => [date, nextDay(date)])) {
      const midnight = startOfDay(day);
      expect(dateOf(midnight)).toBe(day);
      expect(nextDay(dateOf(plusMilliseconds(midnight, -1)))).toBe(day);
    }
    expect(startOfDay('2026-03-29')).toBe('2026-03-28T23:00:00.000000Z');
    expect(startOfDay('2026-03-30')).toBe('2026-03-29T22:00:00.000000Z');
    expect(startOfDay('2026-10-26')).toBe('2026-10-25T23:00:00.000000Z');
  });

  it('follow one another as Temporal has them', () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        const day = moment.toZonedDateTimeISO('UTC').toPlainDate();
        expect(nextDay(day.toString())).toBe(day.add({ days: 1 }).toString());
      }),
    );
    expect(nextDay('9999-12-31')).toBe('9999-12-31');
  });

  it('stay inside the calendar at its ends', () => {
    expect(startOfDay('0001-01-01')).toBe('0001-01-01T00:00:00.000000Z');
    expect(dateOf('9999-12-31T23:59:59.999999Z')).toBe('9999-12-31');
    expect(dateOf('0001-01-01T00:00:00.000000Z')).toBe('0001-01-01');
    expect(() => startOfDay('2026-02-30')).toThrow(RangeError);
  });
});

describe('localToInstant', () => {
  it('agrees with Temporal, skipped and doubled hours included', () => {
    const clockChange = fc.constantFrom('2026-03-29', '2026-10-25', '2011-03-27', '2011-10-30');
    const day = fc.oneof(modernDay.map(String), clockChange);
    fc.assert(
      fc.property(day, fc.nat(23), fc.nat(59), fc.nat(59), fc.nat(999), (date, hour, minute, second, milli) => {
        const text = `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}.${pad(milli, 3)}`;
        const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(COPENHAGEN).toInstant();
        expect(localToInstant(text)).toBe(canonical(expected));
      }),
    );
  });

  it('moves a skipped hour forward and takes the first of a doubled one', () => {
    expect(localToInstant('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000000Z');
    expect(localToInstant('2026-10-25 02:30:00')).toBe('2026-10-25T00:30:00.000000Z');
    expect(localToInstant('2026-02-30T02:30:00')).toBeUndefined();
    expect(localToInstant('2026-02-20T02:30:00Z')).toBeUndefined();
    expect(localToInstant('2026-02-20')).toBeUndefined();
  });
});

describe('the small ones', () => {
  it('takes dates as midnight and date-times as they are', () => {
    expect(momentOf('2026-07-01')).toBe('2026-06-30T22:00:00.000000Z');
    expect(momentOf('2026-07-01T00:00:00+02:00')).toBe('2026-06-30T22:00:00.000000Z');
    expect(momentOf('1 July')).toBeUndefined();
  });

  it('moves an instant by milliseconds and keeps its microseconds', () => {
    expect(plusMilliseconds('2026-03-01T00:00:00.123456Z', 300_000)).toBe('2026-03-01T00:05:00.123456Z');
    expect(plusMilliseconds('2026-03-01T00:00:00.000456Z', -1)).toBe('2026-02-28T23:59:59.999456Z');
  });

  it('reads a JavaScript date and refuses years that no instant has', () => {
    expect(instantFromDate(new Date('2026-03-01T01:02:03.004Z'))).toBe('2026-03-01T01:02:03.004000Z');
    expect(() => instantFromDate(new Date(NaN))).toThrow(RangeError);
    expect(() => instantFromDate(new Date('-000001-01-01T00:00:00Z'))).toThrow(RangeError);
    expect(() => instantFromDate(new Date('0000-01-01T00:00:00Z'))).toThrow(RangeError);
  });
});
