import { isLocalDate, localToInstant, nextDay, startOfDay, type Instant, type LocalDate } from '#contracts';

const MINUTE_FORM = /^(\d{4})-?(\d{2})-?(\d{2})(?:(\d{2})(\d{2}))?$/;

/**
 * The register writes wall-clock time of Copenhagen as yyyyMMddHHmm or yyyy-MM-dd and puts zeros where it does not
 * know: `196100001299*` is "some time in 1961". A start that is known in part is the earliest moment it can be; an
 * impossible time of day (`1299`) counts as midnight. Undefined where not even the year is known.
 */
export function earliestMoment(text: string): Instant | undefined {
  const [, year = '0000', month = '00', day = '00', hour, minute] = MINUTE_FORM.exec(text) ?? [];
  if (year === '0000') return undefined;
  const date = `${year}-${month === '00' ? '01' : month}-${month === '00' || day === '00' ? '01' : day}`;
  return isLocalDate(date) ? momentOnDay(date, hour, minute) : undefined;
}

/** An end is only claimed where the register knows it to the day; otherwise undefined. */
export function knownEnd(text: string): Instant | undefined {
  const [, year, month, day] = MINUTE_FORM.exec(text) ?? [];
  return year === undefined || month === '00' || day === '00' ? undefined : earliestMoment(text);
}

/** A day that is known in full, of yyyyMMdd or yyyy-MM-dd (a time of day behind it is let go). */
export function knownDay(text: string): LocalDate | undefined {
  const [, year, month, day] = MINUTE_FORM.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  return year !== '0000' && isLocalDate(date) ? date : undefined;
}

function momentOnDay(date: LocalDate, hour: string | undefined, minute: string | undefined): Instant | undefined {
  if (hour === undefined || minute === undefined || minute > '59' || hour > '24') return startOfDay(date);
  // 24:00 is the midnight at the end of the day; ISO clocks stop at 23:59.
  if (hour === '24') return minute === '00' ? startOfDay(nextDay(date)) : startOfDay(date);
  return localToInstant(`${date}T${hour}:${minute}`);
}
