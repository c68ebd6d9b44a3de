import type { Instant } from '#contracts';

/* Days of Europe/Copenhagen by the rule of the European Union, in force since 1996, and instants to the microsecond. */

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** The last Sunday of the month, as a day of it. Months count from 1. */
function lastSunday(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 0));
  return last.getUTCDate() - last.getUTCDay();
}

/** Clocks go forward on the last Sunday of March and back on that of October, at 01:00 UTC. */
const isSummer = (utc: number): boolean => {
  const year = new Date(utc).getUTCFullYear();
  return utc >= Date.UTC(year, 2, lastSunday(year, 3), 1) && utc < Date.UTC(year, 9, lastSunday(year, 10), 1);
};

const HOUR = 3_600_000;
const canonical = (utc: number, micros = '000'): Instant => `${new Date(utc).toISOString().slice(0, -1)}${micros}Z`;

/** Midnight in Copenhagen: clocks change later at night, so the hour before midnight tells the offset. */
export function midnight(day: string): Instant {
  const utc = Date.parse(`${day}T00:00:00Z`);
  return canonical(utc - (isSummer(utc - 2 * HOUR) ? 2 : 1) * HOUR);
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);
}

/** The day of an instant in Copenhagen. */
export function dayOf(instant: Instant): string {
  const utc = Date.parse(`${instant.slice(0, 23)}Z`);
  return new Date(utc + (isSummer(utc) ? 2 : 1) * HOUR).toISOString().slice(0, 10);
}

export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** "Instants are kept, compared, asked and shown to the microsecond": what is finer is cut off. */
export function instant(text: string): Instant {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!parts) throw new Error(`no instant: ${text}`);
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = '0', minutes = '0'] = parts;
  const digits = fraction.padEnd(6, '0').slice(0, 6);
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return canonical(local - offset + Number(digits.slice(0, 3)), digits.slice(3));
}

/** So many microseconds later, or earlier. */
export function shifted(at: Instant, micros: number): Instant {
  const all = BigInt(Date.parse(`${at.slice(0, 23)}Z`)) * 1000n + BigInt(at.slice(23, 26)) + BigInt(micros);
  return canonical(Number(all / 1000n), pad(Number(all % 1000n), 3));
}
