import type { PoolClient } from 'pg';
import type { Instant } from '#contracts';
import { instantSql } from '#event-store';
import type { LookUpRange } from './look-up-range.js';
import { limitsJson, type MisuseLimits } from './misuse-limits.js';
import { LIMITS } from './misuse-sql.js';

/** What one view of a caseworker looked up. */
export interface CountedView {
  readonly position: number;
  readonly authority: string;
  readonly user: string;
  readonly parties: readonly string[];
  readonly at: Instant;
  /** Parties looked up after this count. */
  readonly since: Instant;
  /** Of Europe/Copenhagen. */
  readonly day: string;
}

/** A view that makes it bulk. */
export interface BulkView {
  readonly position: number;
  /** The parties that make it so where it begins; none where the user's view before it was bulk on that day already. */
  readonly parties: readonly string[];
}

interface Recent {
  /** When each was last looked up, the latest last; no more than the limit. */
  readonly parties: Map<string, Instant>;
  day: string;
  isBulk: boolean;
}

/**
 * Counts the different parties that each user looked up within the authority's period, in one pass over the views. Only the
 * newest parties of a user are kept, as many as the limit: the oldest of them tells whether all lie within the period.
 */
export class BulkCount {
  readonly #limits: ReadonlyMap<string, number>;
  readonly #users = new Map<string, Recent>();

  constructor(limits: readonly MisuseLimits[]) {
    this.#limits = new Map(limits.map(({ authority, bulk }) => [authority, bulk.count]));
  }

  /** Takes views in the order of the log, after those it has had. */
  count(views: readonly CountedView[]): BulkView[] {
    return views.flatMap((view) => this.#countOne(view) ?? []);
  }

  #countOne({ position, authority, user, parties, at, since, day }: CountedView): BulkView | undefined {
    const limit = this.#limits.get(authority);
    if (limit === undefined) return undefined;
    const key = `${authority} ${user}`;
    const recent = this.#users.get(key) ?? { parties: new Map<string, Instant>(), day, isBulk: false };
    this.#users.set(key, recent);
    for (const party of parties) {
      recent.parties.delete(party);
      recent.parties.set(party, at);
    }
    for (const party of recent.parties.keys()) {
      if (recent.parties.size <= limit) break;
      recent.parties.delete(party);
    }
    const [oldest = since] = recent.parties.values();
    const isBulk = recent.parties.size === limit && oldest > since;
    const begins = isBulk && !(recent.isBulk && recent.day === day);
    recent.isBulk = isBulk;
    recent.day = day;
    return isBulk ? { position, parties: begins ? [...recent.parties.keys()] : [] } : undefined;
  }
}

/** @param lookUps of the caseworkers and parties that count, `w`, by the limits `t` and by what `page` holds of the range */
const viewsSql = (lookUps: string): string => `
  with t as (${LIMITS}),
  page as materialized (select * from oversight.look_up w where w.position between $1 and $2)
  select w.position::float8 as position, w.authority, w.user_id as user, array_agg(distinct w.party_id) as parties,
         ${instantSql('w.at')} as at, ${instantSql('(w.at - t.bulk_within)')} as since,
         (w.at at time zone 'Europe/Copenhagen')::date::text as day
    from t, ${lookUps}
   group by w.position, w.authority, w.user_id, w.at, t.bulk_within order by w.position`;

const COUNTS = 'w.authority = t.authority and w.is_caseworker and w.party_id is not null';

const IN_RANGE = viewsSql(`page w where ${COUNTS}`);

const LATEST_BEFORE = viewsSql(`
    lateral (select distinct p.authority, p.user_id from page p where p.authority = t.authority) u,
    lateral (select * from oversight.look_up w
              where ${COUNTS} and w.user_id = u.user_id and w.is_latest order by w.at desc limit t.bulk) w`);

const PERIOD_BEFORE = viewsSql(`oversight.look_up w
   where ${COUNTS} and w.position < $1 and w.at > (select min(at) from page) - t.bulk_within`);

const reading =
  (name: string, text: string) =>
  async (
    client: Pick<PoolClient, 'query'>,
    { fromPosition, toPosition }: LookUpRange,
    limits: readonly MisuseLimits[],
  ): Promise<CountedView[]> => {
    const values = [fromPosition, toPosition, limitsJson(limits)];
    return (await client.query<CountedView>({ name, text, values })).rows;
  };

/** The views of the range. */
export const viewsIn = reading('misuse views', IN_RANGE);

/** Of each user in the range his newest parties before it: the range is what the register takes in now, and not yet marked. */
export const latestBefore = reading('misuse latest views', LATEST_BEFORE);

/** Whatever counts still where any range begins; asks for all views of the period. */
export const periodBefore = reading('misuse views before', PERIOD_BEFORE);
