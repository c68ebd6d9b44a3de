import { startOfDay, type Instant } from '#contracts';
import {
  claimsOf,
  compareStatements,
  type Json,
  type Statement,
  type ViewMoment,
  type WonStretch,
} from '#projection-engine';
import type { Subject } from './identity.js';
import { asAddress, asString } from './party-courses.js';

/** An entry of the timeline that the party itself gives. */
export interface PartyMoment {
  readonly entry: string;
  readonly kind: 'ADDRESS' | 'PARTY';
  readonly at: Instant;
  readonly title: string;
  readonly source: string;
}

/** What the timeline is told from. */
export interface Happenings {
  readonly subjects: readonly Subject[];
  readonly hidden: boolean;
  readonly names: readonly WonStretch[];
  readonly addresses: readonly WonStretch[];
  readonly statuses: readonly WonStretch[];
  readonly death: WonStretch | undefined;
  readonly moment: ViewMoment;
}

/** Each move, and each change of name, status and number; the first of a name or status is no change. */
export function momentsOf({ subjects, hidden, names, addresses, statuses, death, moment }: Happenings): PartyMoment[] {
  const moments: PartyMoment[] = [];
  const add = (entry: string, kind: PartyMoment['kind'], at: Instant, source: string, title: string): void => {
    moments.push({ entry, kind, at, title, source });
  };
  if (!hidden) {
    for (const { from, value, statement } of addresses) {
      const { lines, postalCode, city } = asAddress(value);
      const place = [lines.join(', '), [postalCode, city].filter((part) => part !== null).join(' ')]
        .filter((part) => part !== '')
        .join(', ');
      add(`address/${from}`, 'ADDRESS', from, statement.source, `Ny adresse: ${place}`);
    }
  }
  for (const { from, value, statement } of names.slice(1)) {
    add(`name/${from}`, 'PARTY', from, statement.source, hidden ? 'Navneændring' : `Navneændring: ${asString(value)}`);
  }
  for (const { from, value, statement } of statuses.slice(1)) {
    add(`status/${from}`, 'PARTY', from, statement.source, `Ny status: ${asString(value)}`);
  }
  for (const { from, source } of numberChanges(subjects, moment.knownAt)) {
    if (from <= moment.asOf) add(`number/${from}`, 'PARTY', from, source, 'Nyt identifikationsnummer');
  }
  if (death !== undefined) add('died', 'PARTY', startOfDay(asString(death.value)), death.statement.source, 'Død');
  // Two numbers that gave way at one moment are one entry.
  return [...new Map(moments.map((each) => [each.entry, each])).values()];
}

/**
 * Of each change of number the earliest that was told: sources tell of one change each in their way, and CPR does so
 * in the extract of the old number to the minute, in that of the new one to the day.
 */
function numberChanges(subjects: readonly Subject[], knownAt: Instant | null): Statement[] {
  const told = subjects
    .flatMap(({ row }) => claimsOf(row, 'numberChange', knownAt))
    .sort((a, b) => byBeginning(a.statement, b.statement));
  const first = new Map<Json, Statement>();
  for (const { statement, value } of told) if (!first.has(value)) first.set(value, statement);
  return [...first.values()];
}

const byBeginning = (a: Statement, b: Statement): number =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : compareStatements(a, b);
