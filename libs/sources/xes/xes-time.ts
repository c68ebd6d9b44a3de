import { isLocalDate, localToInstant, startOfDay, toInstant, type Instant } from '#contracts';

/** A moment of a log: the text that the contract takes, and the instant for comparing. */
export interface XesMoment {
  readonly text: string;
  readonly instant: Instant;
}

/** ISO 8601 as logs write it where RFC 3339 is stricter: no seconds, `+0200`, `+02`, a blank before the zone. */
const LOOSE_FORM = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:[.,]\d+)?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)$/;

/**
 * Reads a time stamp. What the contract takes is kept as it stands; without zone it is the wall clock of Copenhagen,
 * a bare date its midnight. Undefined for anything that is no real moment.
 */
export function readMoment(value: string | undefined): XesMoment | undefined {
  const text = value?.trim() ?? '';
  const asItStands = toInstant(text);
  if (asItStands !== undefined) return { text, instant: asItStands };
  const instant = isLocalDate(text) ? startOfDay(text) : (localToInstant(text) ?? readLoose(text));
  return instant === undefined ? undefined : { text: instant, instant };
}

function readLoose(text: string): Instant | undefined {
  const [, date, minutes, seconds = ':00', zone = ''] = LOOSE_FORM.exec(text) ?? [];
  if (date === undefined || minutes === undefined) return undefined;
  const digits = zone.replace(/[^\d]/g, '').padEnd(4, '0');
  const offset = /[Zz]/.test(zone) ? 'Z' : `${zone.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`;
  return toInstant(`${date}T${minutes}${seconds.replace(',', '.')}${offset}`);
}
