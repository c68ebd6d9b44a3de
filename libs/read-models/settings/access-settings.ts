import { durationToMilliseconds } from '#contracts';
import type { SettingReading } from './setting.js';

/** The purposes of a value of `purposes` as it is kept. */
export const purposesOf = (value: string): string[] => value.split(';').filter((purpose) => purpose !== '');

/** How long entries are kept; `purpose` null: of every purpose that has no period of its own. */
export interface RetentionPeriod {
  readonly purpose: string | null;
  /** ISO 8601, in years of the calendar. */
  readonly period: string;
}

/** The periods of a value of `accessRetention` as it is kept. */
export function retentionPeriods(value: string): RetentionPeriod[] {
  return value
    .split(';')
    .filter((item) => item !== '')
    .map((item) => {
      const at = item.lastIndexOf('=');
      const purpose = item.slice(0, at);
      return { purpose: purpose === OTHERS ? null : purpose, period: item.slice(at + 1) };
    });
}

/** Stands for every purpose that is not named, and for entries without one. */
const OTHERS = '*';

/** As a header can carry them. */
const LONGEST_PURPOSE = 500;

const itemsOf = (text: string): string[] =>
  text
    .split(/[;,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

export function readPurposes(text: string): SettingReading {
  const purposes = [...new Set(itemsOf(text))];
  if (purposes.some((purpose) => purpose.length > LONGEST_PURPOSE))
    return { problem: `purposes: each has at most ${LONGEST_PURPOSE} characters` };
  return { value: purposes.join(';') };
}

export function readRetention(text: string): SettingReading {
  const periods = new Map<string, string>();
  for (const item of itemsOf(text)) {
    const at = item.lastIndexOf('=');
    const [purpose, period] = at < 0 ? [OTHERS, item] : [item.slice(0, at).trim(), item.slice(at + 1).trim()];
    if (purpose === '' || (durationToMilliseconds(period) ?? 0) <= 0)
      return { problem: 'accessRetention is <purpose>=<duration>, as *=P5Y; the duration is ISO 8601 and not nothing' };
    if (periods.has(purpose)) return { problem: 'accessRetention: a purpose has one period' };
    periods.set(purpose, period);
  }
  return {
    value: [...periods]
      .map(([purpose, period]) => `${purpose}=${period}`)
      .sort()
      .join(';'),
  };
}
