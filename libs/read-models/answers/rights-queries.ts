import type { Pool } from 'pg';
import type { Ground } from '#access';
import { instantFromDate, type Instant } from '#contracts';
import type { AuthorityKeyring } from '#personal-data';
import { judgedObject, type JudgedObject } from './judged-object.js';
import { openThroughTime, type OpenObject, type Period, type RightsStretch } from './open-through-time.js';
import { askedNodes, nodeResolverOf } from './party-key.js';
import { pastReader } from './past-material.js';
import type { PastAnswersOptions } from './past-overview.js';
import type { PartyKey } from './question.js';

/** What rights let through. Each answer is of one reading, and shows nothing of what it judges. */
export interface RightsQueries {
  /** The object, to be judged group by group; null where the authority has none of this id, whoever else has. */
  judged(id: string, authority: string): Promise<JudgedObject | null>;
  /** What of the party was open to one who held these rights, by the world as it stood at each moment of the period. */
  openThroughTime<G extends { readonly ground: Ground }>(
    key: PartyKey,
    authority: string,
    period: Period,
    rights: readonly RightsStretch<G>[],
  ): Promise<OpenObject<G>[]>;
}

/** Where the read models lie, and by which keys numbers are looked up. */
export interface RightsQueriesOptions {
  readonly pool: Pool;
  readonly keyring: AuthorityKeyring;
  readonly clock?: () => Date;
}

/** Asks the read models. */
export function createRightsQueries({ pool, keyring, clock = () => new Date() }: RightsQueriesOptions): RightsQueries {
  const nodesFor = nodeResolverOf(keyring);
  return rightsQueries({
    read: pastReader(pool),
    askedNodes: (authority, key) => askedNodes({ pool, nodes: nodesFor(authority) }, key),
    clock,
  });
}

/** The same over any reading. */
export function rightsQueries({
  read,
  askedNodes: nodesOf,
  clock,
}: Pick<PastAnswersOptions, 'read' | 'askedNodes' | 'clock'>): RightsQueries {
  const now = (): Instant => instantFromDate(clock());
  return {
    judged: (id, authority) => judgedObject(read, id, authority, now()),
    async openThroughTime(key, authority, { from, to }, rights) {
      // What is to come nobody has seen.
      const end = [to, now()].sort()[0] ?? to;
      if (end <= from) return [];
      const parties = await nodesOf(authority, key);
      const around = {
        cases: [],
        alsoParties: [],
        others: [],
        objects: true,
        units: true,
        relations: true,
        names: null,
      };
      const material = await read({ ...around, parties }, { authority });
      return openThroughTime(authority, parties, material, { from, to: end }, rights);
    },
  };
}
