import { normalizeCpr, startOfDay, type DataOf, type EventName, type Instant } from '#contracts';
import type { CprPerson } from './extract-reader.js';
import { earliestMoment, knownDay } from './register-time.js';

/** The party events: all that a register of persons can tell. */
export type PartyEventName = Extract<EventName, `party.${string}`>;

/** Where facts of one extract cover the same moment, those that begin later win, and of these the greater rank. */
export type Rank = 'founding' | 'ended' | 'past' | 'current';

/** One thing that a record states, and when it applied. */
export interface FactOf<N extends PartyEventName> {
  readonly name: N;
  readonly data: DataOf<N>;
  readonly line: number;
  readonly rank: Rank;
  /** Undefined: from production on, for records that bear no date. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

export type Fact = { [N in PartyEventName]: FactOf<N> }[PartyEventName];

/**
 * When something began that the register dates: where the date is unknown, the birth of the person, the earliest
 * that anything of a person can have applied.
 */
export function startOf(text: string, person: CprPerson): Instant | undefined {
  return earliestMoment(text) ?? birthOf(person);
}

/** Midnight of the day of birth. */
export function birthOf(person: CprPerson): Instant | undefined {
  const day = knownDay(person.first('001')?.fields.birthDate ?? '');
  return day === undefined ? undefined : startOfDay(day);
}

/** False for entries that the register has annulled (A) or overwritten by a correction (K): they never applied. */
export function hasApplied(correction: string): boolean {
  return correction !== 'A' && correction !== 'K';
}

/**
 * The personal number in a field; blanks and zeros are none. What is no number goes on as it stands: intake
 * quarantines it with a receipt, where leaving it out would hide it.
 */
export function numberIn(text: string): string | undefined {
  return /^0*$/.test(text) ? undefined : (normalizeCpr(text) ?? text);
}
