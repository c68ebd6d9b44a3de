import type { Instant } from '#contracts';
import type { Pool } from 'pg';
import type { PersonalPart } from '../access-log/access-entry.js';
import { privilegesStream, type StoredPrivilegesSeen } from '../access-log/privileges-seen.js';
import type { DeniedGroup, PrivilegeGroup } from '../privileges/privilege-group.js';
import { DenialRegister } from '../denials/denial-register.js';
import type { Denial } from '../denials/denial.js';
import { SeenRegister } from './seen-register.js';

/** The rights of a user in an authority as they were last seen, and no longer than a denial let him. */
export interface HeldRights {
  readonly user: string;
  readonly userName: string | null;
  readonly unit: string | null;
  readonly groups: readonly PrivilegeGroup[];
  readonly denied: readonly DeniedGroup[];
  /** From when they were seen so. */
  readonly from: Instant;
  /** Until others were seen, or the user was denied; null: they hold still, as far as is known. */
  readonly to: Instant | null;
}

/** What rights users were seen with. Of one who was never seen nothing is known: tokens are judged when they come. */
export interface RightsHeld {
  /** The users of the authority with the rights that each holds now, by user; none of those on the deny list. */
  now(authority: string): Promise<readonly HeldRights[]>;
  /** What the user held in the authority through time, oldest first. */
  ofUser(authority: string, user: string): Promise<readonly HeldRights[]>;
}

interface StoredEntry {
  readonly eventId: string;
  readonly type: string;
  readonly data: Buffer;
}

/** What the access log must be able to answer, and how the names in it are read. */
export interface RightsHeldOptions {
  readonly pool: Pool;
  readonly store: {
    readEvents(eventIds: readonly string[]): Promise<readonly StoredEntry[]>;
    readStream(stream: string): Promise<readonly StoredEntry[]>;
  };
  readonly parts: {
    open(eventId: string, entry: { authority: string | null; sealed: string | null }): Promise<PersonalPart | null>;
  };
}

/** Reads from the access log what its privileges entries tell. */
export function createRightsHeld({ pool, store, parts }: RightsHeldOptions): RightsHeld {
  const register = new SeenRegister(pool);
  const denials = new DenialRegister(pool);
  const heldFrom = async ({ eventId, data }: StoredEntry, to: Instant | null): Promise<HeldRights> => {
    const { at, user, unit, groups, denied, authority, sealed } = JSON.parse(
      data.toString('utf8'),
    ) as StoredPrivilegesSeen;
    const personal = await parts.open(eventId, { authority, sealed });
    return { user, userName: personal?.userName ?? null, unit, groups, denied, from: at, to };
  };
  return {
    async now(authority) {
      const last = await register.ofAuthority(authority);
      const refused = usersAmong(await denials.list(authority, false));
      const wanted = last.flatMap(({ user, eventId }) => (refused.has(user) ? [] : eventId));
      const entries = (await store.readEvents(wanted)).filter(isTold);
      const held = await Promise.all(entries.map((entry) => heldFrom(entry, null)));
      return held.sort((a, b) => (a.user < b.user ? -1 : 1));
    },
    async ofUser(authority, user) {
      const entries = (await store.readStream(privilegesStream(authority, user))).filter(isTold);
      const seen = await Promise.all(entries.map((entry) => heldFrom(entry, null)));
      const through = seen.map((rights, index) => ({ ...rights, to: seen[index + 1]?.from ?? null }));
      const his = (await denials.list(authority, true)).filter(({ claim, value }) => claim === 'sub' && value === user);
      return his.reduce<readonly HeldRights[]>(
        (left, denial) => left.flatMap((each) => outside(each, denial)),
        through,
      );
    },
  };
}

/** Of an entry whose time is over only the hash is left. */
const isTold = ({ data }: StoredEntry): boolean => data[0] === BRACE;
const BRACE = 0x7b;

const usersAmong = (denials: readonly Denial[]): ReadonlySet<string> =>
  new Set(denials.flatMap(({ claim, value }) => (claim === 'sub' ? value : [])));

/** What is left of the rights before the denial and after it. */
function outside(rights: HeldRights, { deniedAt, liftedAt, until }: Denial): HeldRights[] {
  const ends = [liftedAt, until].filter((each) => each !== null).sort();
  const end = ends[0] ?? null;
  const { from, to } = rights;
  if ((to !== null && to <= deniedAt) || (end !== null && end <= from)) return [rights];
  return [
    ...(from < deniedAt ? [{ ...rights, to: deniedAt }] : []),
    ...(end !== null && (to === null || end < to) ? [{ ...rights, from: end }] : []),
  ];
}
