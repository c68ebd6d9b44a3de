import { Temporal } from 'temporal-polyfill';
import type { Instant } from '#contracts';

/** What a source's freshness is judged by; all times are recorded times. */
export interface SourceFacts {
  readonly name: string | null;
  readonly vendor: string | null;
  readonly capabilities: {
    readonly sequence: boolean;
    readonly notes: boolean;
    readonly hop: boolean;
    readonly snapshots: boolean;
  };
  /** ISO 8601 duration. */
  readonly expectedInterval: string | null;
  readonly hopTemplate: string | null;
  readonly events: number;
  readonly lastEventAt: Instant | null;
  readonly lastHeartbeatAt: Instant | null;
  readonly isDown: boolean;
  readonly missing: number;
}

export type FreshnessState = 'CURRENT' | 'STALE' | 'GAP' | 'DOWN' | 'UNKNOWN';

/** SourceFreshness of GraphQL. */
export interface FreshnessView {
  readonly source: string;
  readonly state: FreshnessState;
  readonly lastEventAt: Instant | null;
  readonly lastHeartbeatAt: Instant | null;
  readonly missing: number;
  readonly message: string | null;
}

/** DOWN > GAP > STALE; UNKNOWN where it was never heard or promised no interval (6-semantics, Freshness). */
export function freshnessOf(source: string, facts: SourceFacts | undefined, now: Instant): FreshnessView {
  const lastEventAt = facts?.lastEventAt ?? null;
  const lastHeartbeatAt = facts?.lastHeartbeatAt ?? null;
  const heard = later(lastEventAt, lastHeartbeatAt);
  const missing = facts?.missing ?? 0;
  const name = facts?.name ?? source;
  const answer = (state: FreshnessState, message: string | null): FreshnessView => ({
    source,
    state,
    lastEventAt,
    lastHeartbeatAt,
    missing,
    message,
  });
  if (facts?.isDown === true) return answer('DOWN', `${name} er meldt ude af drift. Oplysningerne kan være forældede.`);
  if (missing > 0) {
    const many = missing === 1 ? 'Der mangler 1 hændelse' : `Der mangler ${missing} hændelser`;
    return answer('GAP', `${many} fra ${name}. Oplysningerne kan være ufuldstændige.`);
  }
  if (heard === null || facts === undefined || facts.expectedInterval === null) return answer('UNKNOWN', null);
  const due = Temporal.Instant.from(heard).toZonedDateTimeISO('Europe/Copenhagen');
  const interval = Temporal.Duration.from(facts.expectedInterval);
  const stale = due.add(interval).add(interval).toInstant();
  return Temporal.Instant.compare(Temporal.Instant.from(now), stale) > 0
    ? answer('STALE', `${name} har ikke givet lyd fra sig siden ${danish(heard)}. Oplysningerne kan være forældede.`)
    : answer('CURRENT', null);
}

const later = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

const danishTime = new Intl.DateTimeFormat('da-DK', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Copenhagen',
});
const danish = (instant: Instant): string => danishTime.format(new Date(instant));
