import { isCvr } from '#contracts';
import type { Random } from './random.js';

export type Sex = 'woman' | 'man';

/**
 * A synthetic CPR number: sixty is added to the day, so it belongs to nobody. The seventh digit tells the century and the
 * last one the sex, as in real numbers; modulus 11 is left to chance, as in numbers given since 2007.
 */
export function syntheticCpr(birthDate: string, sex: Sex, serial: number): string {
  const [year = '', month = '', day = ''] = birthDate.split('-');
  const born = Number(year);
  const seventh = born >= 2000 ? 4 + (serial % 6) : serial % 4;
  const middle = String(Math.floor(serial / 6) % 100).padStart(2, '0');
  const last = (serial % 5) * 2 + (sex === 'man' ? 1 : 0);
  return `${Number(day) + 60}${month}${year.slice(2)}${seventh}${middle}${last}`;
}

/** The next fictive CVR number from `from` on that passes modulus 11. */
export function nextCvr(from: number): number {
  let candidate = from;
  while (!isCvr(String(candidate))) candidate += 1;
  return candidate;
}

/** Ten digits, as P-numbers are. */
export function pNumber(random: Random): string {
  return `10${random.int(10_000_000, 99_999_999)}`;
}
