import type { Pool } from 'pg';
import { AccessError } from '../errors.js';
import type { PrivilegeGroup } from '../privileges/privilege-group.js';
import { DenialRegister, type StandingDenial } from './denial-register.js';

/** What of a token a denial can meet. */
export interface Deniable {
  readonly sub: string;
  readonly jti: string | null;
  readonly groups: readonly PrivilegeGroup[];
}

/** Says of a token what the deny list leaves of it. */
export interface DenyList {
  /**
   * The groups that are left: all of them, those of authorities that did not deny it, or `denied` where none is.
   * Throws DENY_LIST_UNAVAILABLE where the list has not been read lately: then no token can be believed.
   */
  leftOf(token: Deniable): readonly PrivilegeGroup[] | 'denied';
}

/** A deny list that is read again and again until it is stopped. */
export interface WatchedDenyList extends DenyList {
  stop(): void;
}

/** How a list is watched; the defaults are for production. */
export interface DenyListOptions {
  readonly pool: Pool;
  /** How often the list is read: every process knows of a denial after this time and that of one small reading. */
  readonly everyMs?: number;
  /** A list that was read longer ago than this is not believed. */
  readonly staleMs?: number;
  /** Told once each time that the list can no longer be read. */
  readonly onFault: (fault: unknown) => void;
  /** Milliseconds since any moment, never set back. */
  readonly now?: () => number;
}

/**
 * Keeps what stands on the deny list in memory, so that a request costs no statement of its own. It asks the database rather
 * than waiting to be told: a lost notification would leave a dismissed user in, while a lost answer shuts everybody out.
 */
export async function watchDenyList({
  pool,
  everyMs = 300,
  staleMs = 5_000,
  onFault,
  now = () => performance.now(),
}: DenyListOptions): Promise<WatchedDenyList> {
  const register = new DenialRegister(pool);
  let standing = indexed([]);
  let readAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isFailing = false;
  const read = async (): Promise<void> => {
    const asked = now();
    try {
      standing = indexed(await register.standing());
      readAt = asked;
      isFailing = false;
    } catch (fault) {
      if (!isStopped && !isFailing) onFault(fault);
      isFailing = true;
    }
    if (!isStopped) timer = setTimeout(() => void read(), everyMs).unref();
  };
  await read();
  return {
    leftOf(token) {
      if (now() - readAt > staleMs)
        throw new AccessError('DENY_LIST_UNAVAILABLE', 'The deny list cannot be read: no token is believed meanwhile.');
      return leftOf(token, standing);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** By claim and value: the authorities that deny it; null among them is all. */
type Standing = ReadonlyMap<string, ReadonlySet<string | null>>;

const keyOf = (claim: string, value: string): string => `${claim} ${value}`;

function indexed(denials: readonly StandingDenial[]): Standing {
  const standing = new Map<string, Set<string | null>>();
  for (const { claim, value, authority } of denials) {
    const key = keyOf(claim, value);
    standing.set(key, (standing.get(key) ?? new Set()).add(authority));
  }
  return standing;
}

function leftOf({ sub, jti, groups }: Deniable, standing: Standing): readonly PrivilegeGroup[] | 'denied' {
  if (standing.size === 0) return groups;
  const ofUser = standing.get(keyOf('sub', sub));
  const ofToken = jti === null ? undefined : standing.get(keyOf('jti', jti));
  if (ofUser === undefined && ofToken === undefined) return groups;
  const deniedIn = (authority: string | null): boolean =>
    ofUser?.has(authority) === true || ofToken?.has(authority) === true;
  if (deniedIn(null)) return 'denied';
  const left = groups.filter(({ authority }) => !deniedIn(authority));
  return left.length > 0 ? left : 'denied';
}
