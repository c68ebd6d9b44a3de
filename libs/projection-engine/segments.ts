import type { Instant } from '#contracts';
import { boundariesAfter, type AssertionRow } from './assertions.js';

/** A period that covers no moment: the row is there for those who look for what was ever said. */
export const NEVER = { from: '-infinity', to: '-infinity' };

/** The stretches from `now` on in which a row's view may differ; the first reaches back without bound. */
export function segmentsFrom(row: AssertionRow, now: Instant): { at: Instant; from: string; to: string }[] {
  const bounds = boundariesAfter(row, now);
  return [now, ...bounds].map((at, index) => ({
    at,
    from: index === 0 ? '-infinity' : at,
    to: bounds[index] ?? 'infinity',
  }));
}
