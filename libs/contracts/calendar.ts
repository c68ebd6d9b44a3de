/** True where the text begins `dddd-dd-dd`. */
export function hasDateShape(text: string): boolean {
  return (
    areDigits(text, 0, 4) &&
    text.charCodeAt(4) === 45 &&
    areDigits(text, 5, 7) &&
    text.charCodeAt(7) === 45 &&
    areDigits(text, 8, 10)
  );
}

/** True where all characters from (inclusive) to (exclusive) are ASCII digits. */
export function areDigits(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (!(code >= 48 && code <= 57)) return false;
  }
  return true;
}

/** The number that two digits make; only for text known to hold digits there. */
export function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}

function yearOf(text: string): number {
  return twoDigits(text, 0) * 100 + twoDigits(text, 2);
}

/** True where the `dddd-dd-dd` that the text begins with is a day of the years 0001 to 9999. */
export function isRealDay(text: string): boolean {
  const year = yearOf(text);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= 28 || day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 0000-03-01 of the proleptic Gregorian calendar: years that begin in March put the leap day last. */
export function dayNumber(text: string): number {
  const month = twoDigits(text, 5);
  const year = yearOf(text) - (month <= 2 ? 1 : 0);
  const monthFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return year * 365 + leapDays + Math.floor((monthFromMarch * 153 + 2) / 5) + twoDigits(text, 8) - 1;
}

/** The inverse of dayNumber, as `YYYY-MM-DD`. */
export function dateOfDayNumber(number: number): string {
  const era = Math.floor(number / 146_097);
  const dayOfEra = number - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}`;
}

/** The number with at least two digits. */
export function pad2(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** Day numbers of 0001-01-01 and 9999-12-31. */
export const FIRST_DAY = dayNumber('0001-01-01');
export const LAST_DAY = dayNumber('9999-12-31');
