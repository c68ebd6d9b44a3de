import { durationToMilliseconds } from '#contracts';
import type { SettingReading } from './setting.js';

/** A limit of a value as it is kept. */
export function misuseLimitOf(value: string): { readonly count: number; readonly within: string } {
  const [count = '', within = ''] = value.split('/');
  return { count: Number(count), within };
}

const LONGEST_MS = 366 * 86_400_000;

/** Two look-ups at least, within a year at most: more than that is not kept at hand. */
export function readMisuseLimit(key: string, text: string): SettingReading {
  const [count = '', within = '', ...rest] = text.trim().toUpperCase().split('/');
  const problem = { problem: `${key} is <a number from 2 to 10000>/<an ISO 8601 duration of at most a year>` };
  if (rest.length > 0 || !/^\d{1,5}$/.test(count) || Number(count) < 2 || Number(count) > 10_000) return problem;
  const length = durationToMilliseconds(within) ?? 0;
  return length > 0 && length <= LONGEST_MS ? { value: `${Number(count)}/${within}` } : problem;
}
