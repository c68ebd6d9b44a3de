import { plusMilliseconds, startOfDay, type Instant, type LocalDate } from '#contracts';

/**
 * The demo has a calendar of its own that ends on this Friday, so that a second run, tomorrow or next year, says the very
 * same things. Only heartbeats carry the day of the run.
 */
const LAST_DAY = '2026-10-30';
const DAY = 86_400_000;

export interface Calendar {
  /** The last day on which anything was registered. */
  readonly lastDay: LocalDate;
  /** The day `days` after (before, where negative) the last day. */
  day(days: number): LocalDate;
  /** Days from the last day to `date`: negative in the past. */
  offset(date: LocalDate): number;
  /** Midnight of the day in Denmark. */
  midnight(days: number): Instant;
  /** A moment of the working day (`share` 0 to 1 of 8:00-16:00), rolled back from a weekend to the Friday. */
  working(days: number, share: number): Instant;
  /** The day itself, or the Friday before a weekend. */
  workday(days: number): number;
  /** The day of the run, for heartbeats: nothing else in the demo knows it. */
  readonly today: LocalDate;
}

/**
 * Where the clock of the machine stands before the calendar's end, everything moves back by whole years of 52 weeks:
 * an event registered in the future would be refused.
 */
export function calendarFor(now: Date): Calendar {
  const latest = Date.parse(`${LAST_DAY}T23:00:00Z`);
  const years = Math.max(0, Math.ceil((latest - now.getTime()) / (364 * DAY)));
  const last = Date.parse(`${LAST_DAY}T00:00:00Z`) - years * 364 * DAY;
  // The same few thousand days are asked for hundreds of thousands of times.
  const days = new Map<number, LocalDate>();
  const day = (offset: number): LocalDate => {
    const known = days.get(offset) ?? new Date(last + offset * DAY).toISOString().slice(0, 10);
    days.set(offset, known);
    return known;
  };
  const workday = (days: number): number => {
    const weekday = new Date(last + days * DAY).getUTCDay();
    return weekday === 6 ? days - 1 : weekday === 0 ? days - 2 : days;
  };
  return {
    lastDay: day(0),
    day,
    offset: (date) => Math.round((Date.parse(`${date}T00:00:00Z`) - last) / DAY),
    midnight: (days) => startOfDay(day(days)),
    workday,
    working: (days, share) => {
      const seconds = Math.floor(share * 8 * 3600);
      const milliseconds = (8 * 3600 + seconds) * 1000 + (Math.floor(share * 1e6) % 1000);
      return plusMilliseconds(startOfDay(day(workday(days))), milliseconds);
    },
    today: now.toISOString().slice(0, 10),
  };
}

/** "3. marts 2026", as a Danish caseworker writes it. */
export function danishDate(date: LocalDate): string {
  const [year, month, day] = date.split('-');
  return `${Number(day)}. ${MONTHS[Number(month) - 1] ?? ''} ${year ?? ''}`;
}

const MONTHS = [
  'januar',
  'februar',
  'marts',
  'april',
  'maj',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'december',
];
