import type { Instant } from '#contracts';
import type { Moment } from '../support/asking.js';
import { dayAfter, instant, midnight, shifted } from './twin/calendar.js';
import type { Fact } from './twin/facts.js';
import { DAYS, MOMENTS } from './vocabulary.js';
import type { World } from './worlds.js';

/** Before everything, and after all that may be told of. */
const ENDS = ['1900-01-01T00:00:00.000000Z', '2999-12-31T23:59:59.999999Z'];

/**
 * Now, then, what was known, and both: mostly at the very moment at which something begins, ends or is recorded, or a
 * microsecond beside it.
 */
export function momentsOf({ asOf, knownShare, asOfShift, knownShift }: World, facts: readonly Fact[]): Moment[] {
  const turns = new Set<Instant>([...ENDS, ...MOMENTS.map(instant)]);
  for (const day of DAYS) turns.add(midnight(day)).add(midnight(dayAfter(day)));
  for (const { from, to, time } of facts)
    turns
      .add(from)
      .add(to ?? from)
      .add(time);
  const all = [...turns].sort();
  const then = shifted(all[asOf % all.length] ?? '', asOfShift);
  const recorded = facts.map(({ recordedAt }) => recordedAt);
  const at = recorded[Math.floor(knownShare * recorded.length)] ?? recorded.at(-1);
  const known = at === undefined ? undefined : shifted(at, knownShift);
  return [{}, { asOf: then }, { asKnownAt: known }, { asOf: then, asKnownAt: known }];
}
