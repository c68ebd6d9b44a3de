import { Temporal } from 'temporal-polyfill';
import {
  FIRST_DAY,
  LAST_DAY,
  areDigits,
  dateOfDayNumber,
  dayNumber,
  hasDateShape,
  isRealDay,
  pad2,
  twoDigits,
} from './calendar.js';

/**
 * A moment as canonical text: UTC, microseconds, always `YYYY-MM-DDTHH:mm:ss.ffffffZ` (27 characters).
 * Two instants compare as strings compare; years 0001 to 9999 (PostgreSQL has no year 0).
 */
export type Instant = string;

/** A calendar day as `YYYY-MM-DD`; where it becomes a moment it is midnight in Copenhagen. */
export type LocalDate = string;

const COPENHAGEN = 'Europe/Copenhagen';
const FIRST_INSTANT: Instant = '0001-01-01T00:00:00.000000Z';
const LAST_INSTANT: Instant = '9999-12-31T23:59:59.999999Z';
const MINUTES_A_DAY = 1440;
const CACHE_LIMIT = 40_000;

const OFFSET_FORM = /^(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const FRACTION_FORM = /^\.\d+/;
const LOCAL_FORM = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?$/;

/**
 * Reads an RFC 3339 date-time with zone; finer than microseconds is cut, never rounded.
 * Undefined for anything else: no zone, an unreal date (2026-02-30), a year outside 0001-9999 in UTC.
 * A leap second (23:59:60 UTC at the end of a month) is the first second of the next month, as in POSIX time.
 */
export function toInstant(text: string): Instant | undefined {
  const length = text.length;
  if (length < 20 || !hasDateTimeShape(text)) return undefined;
  const second = twoDigits(text, 17);
  if (twoDigits(text, 11) > 23 || twoDigits(text, 14) > 59 || second > 60 || !isRealDay(text)) return undefined;
  if (second < 60 && text.charCodeAt(10) === 84 && text.charCodeAt(length - 1) === 90) {
    if (length === 27 && text.charCodeAt(19) === 46 && areDigits(text, 20, 26)) return inRange(text);
    if (length === 20) return inRange(`${text.slice(0, 19)}.000000Z`);
    if (length === 24 && text.charCodeAt(19) === 46 && areDigits(text, 20, 23))
      return inRange(`${text.slice(0, 23)}000Z`);
  }
  return toInstantWithOffset(text, second);
}

function toInstantWithOffset(text: string, second: number): Instant | undefined {
  const fraction = FRACTION_FORM.exec(text.slice(19))?.[0] ?? '';
  const offset = OFFSET_FORM.exec(text.slice(19 + fraction.length));
  if (offset === null) return undefined;
  const shift =
    offset[1] === undefined ? 0 : (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? -1 : 1);
  let minutes = dayNumber(text) * MINUTES_A_DAY + twoDigits(text, 11) * 60 + twoDigits(text, 14) - shift;
  const isLeapSecond = second === 60;
  if (isLeapSecond) {
    minutes += 1;
    const startsMonth = minutes % MINUTES_A_DAY === 0 && dateOfDayNumber(minutes / MINUTES_A_DAY).endsWith('-01');
    if (!startsMonth) return undefined;
  }
  const day = Math.floor(minutes / MINUTES_A_DAY);
  if (day < FIRST_DAY || day > LAST_DAY) return undefined;
  const ofDay = minutes - day * MINUTES_A_DAY;
  const seconds = isLeapSecond ? '00' : text.slice(17, 19);
  const micros = fraction.slice(1, 7).padEnd(6, '0');
  return `${dateOfDayNumber(day)}T${pad2(Math.floor(ofDay / 60))}:${pad2(ofDay % 60)}:${seconds}.${micros}Z`;
}

/** True for a real calendar day of the years 0001 to 9999 written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  return text.length === 10 && hasDateShape(text) && isRealDay(text);
}

/** The day after; '9999-12-31' has none in this calendar and stays. */
export function nextDay(date: LocalDate): LocalDate {
  const number = dayNumber(date);
  return number >= LAST_DAY ? '9999-12-31' : dateOfDayNumber(number + 1);
}

const startsOfDays = new Map<LocalDate, Instant>();

/** Midnight in Copenhagen (the first moment of the day, where midnight is skipped). Refuses, by throwing, what is no real day. */
export function startOfDay(date: LocalDate): Instant {
  const known = startsOfDays.get(date);
  if (known !== undefined) return known;
  if (!isLocalDate(date)) throw new RangeError('startOfDay needs a real calendar day YYYY-MM-DD');
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(COPENHAGEN).toInstant();
  const start = clamp(midnight);
  if (startsOfDays.size >= CACHE_LIMIT) startsOfDays.clear();
  startsOfDays.set(date, start);
  return start;
}

const boundaries = new Map<string, { today: LocalDate; tomorrow: LocalDate; turnsAt: Instant }>();

/**
 * The Copenhagen day on which an instant falls.
 * Copenhagen has always been less than a day ahead of UTC, so the answer is the UTC day or the one after.
 */
export function dateOf(instant: Instant): LocalDate {
  const utcDay = instant.slice(0, 10);
  let boundary = boundaries.get(utcDay);
  if (boundary === undefined) {
    const tomorrow = nextDay(utcDay);
    const turnsAt = tomorrow === utcDay ? LAST_INSTANT : startOfDay(tomorrow);
    boundary = { today: utcDay, tomorrow, turnsAt };
    if (boundaries.size >= CACHE_LIMIT) boundaries.clear();
    boundaries.set(utcDay, boundary);
  }
  return instant >= boundary.turnsAt ? boundary.tomorrow : boundary.today;
}

/**
 * Reads a wall-clock date-time of Copenhagen that carries no zone (`YYYY-MM-DDTHH:mm[:ss[.f]]`, `T` or a blank).
 * Skipped hours move forward, doubled hours mean the first ("compatible", RFC 5545). Undefined for anything else.
 */
export function localToInstant(localDateTime: string): Instant | undefined {
  const parts = LOCAL_FORM.exec(localDateTime);
  if (parts === null) return undefined;
  const [, date = '', hour = '', minute = '', second = '00', fraction = ''] = parts;
  if (!isLocalDate(date) || hour > '23' || minute > '59' || second > '59') return undefined;
  const wallClock = Temporal.PlainDateTime.from(`${date}T${hour}:${minute}:${second}`);
  const instant = clamp(wallClock.toZonedDateTime(COPENHAGEN, { disambiguation: 'compatible' }).toInstant());
  return `${instant.slice(0, 20)}${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** The instant of a JavaScript Date (millisecond precision). Throws RangeError on an invalid date or a year outside 0001-9999. */
export function instantFromDate(date: Date): Instant {
  const iso = date.toISOString();
  const instant = `${iso.slice(0, 23)}000Z`;
  if (iso.length !== 24 || instant < FIRST_INSTANT) throw new RangeError('the date is outside the years 0001 to 9999');
  return instant;
}

/** A date (midnight in Copenhagen) or an RFC 3339 date-time with zone, as an instant; undefined for anything else. */
export function momentOf(text: string): Instant | undefined {
  return isLocalDate(text) ? startOfDay(text) : toInstant(text);
}

/** The instant a whole number of milliseconds later (or earlier); its microseconds are kept. */
export function plusMilliseconds(instant: Instant, milliseconds: number): Instant {
  return (
    instantFromDate(new Date(Date.parse(`${instant.slice(0, 23)}Z`) + milliseconds)).slice(0, 23) + instant.slice(23)
  );
}

function inRange(instant: Instant): Instant | undefined {
  return instant < FIRST_INSTANT ? undefined : instant;
}

function clamp(moment: Temporal.Instant): Instant {
  const text = moment.toString({ fractionalSecondDigits: 6 });
  if (text.startsWith('-') || text < FIRST_INSTANT) return FIRST_INSTANT;
  return text.startsWith('+') ? LAST_INSTANT : text;
}

function hasDateTimeShape(text: string): boolean {
  const separator = text.charCodeAt(10);
  return (
    hasDateShape(text) &&
    (separator === 84 || separator === 116) &&
    areDigits(text, 11, 13) &&
    text.charCodeAt(13) === 58 &&
    areDigits(text, 14, 16) &&
    text.charCodeAt(16) === 58 &&
    areDigits(text, 17, 19)
  );
}
