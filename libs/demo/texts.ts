import { danishDate, type Calendar } from './calendar.js';
import type { CaseKind } from './case-kinds/case-kind.js';
import type { Company } from './companies.js';
import type { Person } from './population.js';
import type { Random } from './random.js';

/** What the slots of a case's texts stand for; the same all through the case, but for dates. */
export type Slots = Readonly<Record<string, string>>;

/** Draws the words of one case. What is protected stands in no text: a careful caseworker writes around it. */
export function slotsFor(kind: CaseKind, subject: Person | Company, isProtected: boolean, random: Random): Slots {
  const words = Object.entries(kind.words ?? {}).map(([slot, list]) => [slot, random.pick(list)] as const);
  return {
    adresse: isProtected
      ? 'adressebeskyttet'
      : `${(subject.home.lines[0] ?? '').replace(/,.*/, '')}, ${subject.home.town.city}`,
    by: subject.home.town.city,
    skole: subject.home.town.school,
    ...(subject.kind === 'company' ? { firma: subject.name } : { barn: isProtected ? 'barnet' : subject.firstName }),
    ...Object.fromEntries(words),
  };
}

/** Adds the dates of a moment in the case: today, a deadline two to four weeks on, the year. */
export function withDates(slots: Slots, calendar: Calendar, day: number, random: Random): Slots {
  return {
    ...slots,
    dato: danishDate(calendar.day(day)),
    frist: danishDate(calendar.day(day + random.int(14, 28))),
    år: calendar.day(day).slice(0, 4),
  };
}

/** Fills the slots, also those inside what was filled in, and begins with a capital letter. */
export function fill(template: string, slots: Slots): string {
  const once = (text: string): string => text.replace(/\{([a-zæøå]+)\}/g, (slot, name: string) => slots[name] ?? slot);
  const text = once(once(template));
  return text.charAt(0).toLocaleUpperCase('da') + text.slice(1);
}

/** One sentence of each list, joined; each begins with a capital letter. */
export function compose(sentences: readonly (readonly string[])[], slots: Slots, random: Random): string {
  return sentences
    .map((choices) => fill(random.pick(choices), slots))
    .filter((sentence) => sentence !== '')
    .join(' ');
}
