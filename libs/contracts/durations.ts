const DURATION_FORM =
  /^P(?!$)(?:(\d+)W|(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/;
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/**
 * An ISO 8601 duration (`PT4H`, `P1D`, `P2W`; whole numbers) in milliseconds. A year counts 365 days and a month 30,
 * for it measures patience, not the calendar. Undefined for anything else, and for what no safe integer holds.
 */
export function durationToMilliseconds(text: string): number | undefined {
  if (text.length > 64) return undefined;
  const parts = DURATION_FORM.exec(text);
  if (parts === null) return undefined;
  const [weeks, years, months, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  const total =
    ((weeks ?? 0) * 7 + (years ?? 0) * 365 + (months ?? 0) * 30 + (days ?? 0)) * DAY +
    (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * SECOND;
  return Number.isSafeInteger(total) ? total : undefined;
}
