import type { ArgsOptions } from '@nestjs/graphql';
import type { Instant } from '#contracts';
import type { Moment } from '../queries.js';
import { DateTime } from '../types/scalars.js';

/** `asOf` as an argument. */
export const asOfOption: ArgsOptions = {
  type: () => DateTime,
  nullable: true,
  description: 'What applied in the world at this moment; left out: now.',
};

/** `asKnownAt` as an argument. */
export const asKnownAtOption: ArgsOptions = {
  type: () => DateTime,
  nullable: true,
  description: 'What had been received here by this moment; left out: now.',
};

/** `asKnownAt` as an argument of a history. */
export const historyKnownAtOption: ArgsOptions = {
  type: () => DateTime,
  nullable: true,
  description: 'Only what had been received by this moment.',
};

/** The moment asked for on both time axes. */
export function momentOf(asOf: Instant | null | undefined, asKnownAt: Instant | null | undefined): Moment {
  return { asOf: asOf ?? null, asKnownAt: asKnownAt ?? null };
}
