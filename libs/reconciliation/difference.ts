import type { Instant } from '#contracts';

/** How an operator judged a difference. */
export type DifferenceVerdict = 'ACCEPTED' | 'LEGACY_WRONG' | 'SUCCESSOR_WRONG';

/** FieldDifference of GraphQL: one field in which two tellings of an object differ. */
export interface FieldDifferenceView {
  readonly id: string;
  readonly caseNumber: string | null;
  readonly objectId: string;
  /** JSON Pointer, in the words of the contract. */
  readonly path: string;
  readonly legacy: unknown;
  readonly successor: unknown;
  /** From when the two values have stood against each other. */
  readonly since: Instant;
  /** Until when they did; null where they stand, and of a snapshot. */
  readonly until: Instant | null;
  readonly verdict: DifferenceVerdict | null;
  readonly note: string | null;
}
