import { LRUCache } from 'lru-cache';
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

/** Facts with the moment from which they hold; the first hold already. */
export interface DatedFacts {
  readonly from: Instant | null;
  readonly facts: SourceFacts;
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

/**
 * DOWN > GAP > STALE; UNKNOWN where it was never heard or promised no interval (6-semantics, Freshness). Parked events are
 * counted with the missing: for whoever looks, they are not there, wherever they got stuck.
 * @param parked events of what is shown that were received and cannot be shown
 */
export function freshnessOf(source: string, facts: SourceFacts | undefined, now: Instant, parked = 0): FreshnessView {
  const lastEventAt = facts?.lastEventAt ?? null;
  const lastHeartbeatAt = facts?.lastHeartbeatAt ?? null;
  const heard = later(lastEventAt, lastHeartbeatAt);
  const lost = facts?.missing ?? 0;
  const missing = Math.min(lost + parked, MOST_MISSING);
  const name = facts?.name ?? source;
  const answer = (state: FreshnessState, message: string | null): FreshnessView => ({
    source,
    state,
    lastEventAt,
    lastHeartbeatAt,
    missing,
    message: parked === 0 ? message : [message, parkedText(parked, name)].filter((text) => text !== null).join(' '),
  });
  if (facts?.isDown === true) return answer('DOWN', `${name} er meldt ude af drift. Oplysningerne kan være forældede.`);
  if (lost > 0) {
    const many = lost === 1 ? 'Der mangler 1 hændelse' : `Der mangler ${lost} hændelser`;
    return answer('GAP', `${many} fra ${name}. Oplysningerne kan være ufuldstændige.`);
  }
  if (parked > 0) return answer('GAP', null);
  if (heard === null || facts === undefined || facts.expectedInterval === null) return answer('UNKNOWN', null);
  return now > staleAfter(heard, facts.expectedInterval)
    ? answer('STALE', `${name} har ikke givet lyd fra sig siden ${danish(heard)}. Oplysningerne kan være forældede.`)
    : answer('CURRENT', null);
}

/** The greatest GraphQL Int. */
const MOST_MISSING = 2_147_483_647;

const parkedText = (parked: number, name: string): string =>
  `${parked === 1 ? '1 hændelse' : `${parked} hændelser`} fra ${name} er modtaget, men kan ikke vises endnu. Oplysningerne kan være ufuldstændige.`;

/** Twice the interval after the last sign of life, in calendar time of Copenhagen (P1M is a month). Asked for each answer. */
function staleAfter(heard: Instant, interval: string): Instant {
  const key = `${heard} ${interval}`;
  let stale = stales.get(key);
  if (stale === undefined) {
    const step = Temporal.Duration.from(interval);
    const due = Temporal.Instant.from(heard).toZonedDateTimeISO('Europe/Copenhagen').add(step).add(step).toInstant();
    stale = `${due.toString({ smallestUnit: 'microsecond' }).slice(0, -1)}Z`;
    stales.set(key, stale);
  }
  return stale;
}
const stales = new LRUCache<string, Instant>({ max: 1_000 });

const later = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

const danishTime = new Intl.DateTimeFormat('da-DK', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Copenhagen',
});
const danish = (instant: Instant): string => danishTime.format(new Date(instant));
