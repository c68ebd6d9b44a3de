import { createHash } from 'node:crypto';
import { instantFromDate } from '#contracts';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import { writeEntry, type AccessLogStore, type SealText } from '../access-log/access-log.js';
import { privilegesEvent, privilegesStream, type PrivilegesSeen } from '../access-log/privileges-seen.js';
import { uuidV7 } from '../access-log/uuid-v7.js';
import { AccessError } from '../errors.js';
import type { Caller } from '../tokens/caller.js';
import { SeenRegister } from './seen-register.js';

/** Keeps what privileges each user was seen with. */
export interface RightsTrail {
  /**
   * Resolves when the access log tells of the caller's privileges, if they differ from those last seen for his `sub`.
   * Rejects with ACCESS_LOG_UNAVAILABLE where it could not be told: then he must not be answered.
   */
  saw(caller: Caller): Promise<void>;
}

/** Where it is told, and how long a process goes by what it remembers. */
export interface RightsTrailOptions {
  readonly pool: Pool;
  readonly store: AccessLogStore;
  readonly seal: SealText;
  /** Other processes see the same users: what one remembers is asked for again after this time. */
  readonly rememberMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** The digest of having no privilege, given or denied. */
const NOTHING = 'nothing';

/**
 * The entry is written first and the register after it: a process that dies between them leaves an entry that is told
 * again, never privileges that were used and not told of.
 */
export function createRightsTrail(options: RightsTrailOptions): RightsTrail {
  const { pool, store, seal, rememberMs = 5_000, now = Date.now } = options;
  const register = new SeenRegister(pool);
  const remembered = new LRUCache<string, string>({ max: 20_000, ttl: rememberMs, perf: { now } });
  /** By user: tokens of the same user are looked at one after the other. */
  const underWay = new Map<string, Promise<void>>();

  const tell = async (caller: Caller): Promise<void> => {
    const known = new Map((await register.ofUser(caller.sub)).map(({ authority, digest }) => [authority, digest]));
    const at = instantFromDate(new Date(now()));
    for (const authority of new Set([...authoritiesOf(caller), ...known.keys()])) {
      const seen = seenIn(caller, authority, at);
      const digest = digestOf(seen);
      if ((known.get(authority) ?? NOTHING) === digest) continue;
      const eventId = uuidV7(now());
      await writeEntry(store, privilegesStream(authority, caller.sub), () => privilegesEvent(seen, eventId, seal));
      await register.note(caller.sub, { authority, digest }, eventId);
    }
  };
  const look = async (caller: Caller, digest: string): Promise<void> => {
    try {
      await tell(caller);
    } catch (cause) {
      if (cause instanceof AccessError) throw cause;
      throw new AccessError('ACCESS_LOG_UNAVAILABLE', 'What users were last seen with cannot be kept.', { cause });
    }
    remembered.set(caller.sub, digest);
  };
  return {
    async saw(caller) {
      const digest = digestOfAll(caller);
      if (remembered.get(caller.sub) === digest) return;
      for (let before = underWay.get(caller.sub); before !== undefined; before = underWay.get(caller.sub)) {
        await before.catch(() => undefined);
        if (remembered.get(caller.sub) === digest) return;
      }
      const looking = look(caller, digest).finally(() => underWay.delete(caller.sub));
      underWay.set(caller.sub, looking);
      await looking;
    },
  };
}

function authoritiesOf({ groups, denied }: Caller): string[] {
  return [...groups, ...denied].flatMap(({ authority }) => authority ?? []);
}

function seenIn(caller: Caller, authority: string, at: string): PrivilegesSeen {
  return {
    at,
    authority,
    user: caller.sub,
    userName: caller.name,
    unit: caller.unit,
    groups: caller.groups.filter((group) => group.authority === authority),
    denied: caller.denied.filter((group) => group.authority === authority),
  };
}

type Decisive = Pick<Caller, 'unit' | 'groups' | 'denied'>;

/** Of what decides rights, in any order; the name is none of it. */
function digestOf({ unit, groups, denied }: Decisive): string {
  if (groups.length + denied.length === 0) return NOTHING;
  const stated = [...groups, ...denied].map((group) => JSON.stringify(group)).sort();
  return createHash('sha256')
    .update(JSON.stringify([unit, stated]))
    .digest('base64');
}

const digests = new WeakMap<Caller, string>();

/** Over all authorities; worked out once a token, since verifying it again gives the same caller. */
function digestOfAll(caller: Caller): string {
  const known = digests.get(caller);
  if (known !== undefined) return known;
  const digest = digestOf(caller);
  digests.set(caller, digest);
  return digest;
}
