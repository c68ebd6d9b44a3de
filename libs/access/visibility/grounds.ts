import type { PrivilegeGroup } from '../privileges/privilege-group.js';
import type { Caller } from '../tokens/caller.js';

/** One privilege group as the SQL of `groundsCte` reads it; `'*'` says "not restricted" aloud, so that nothing left out can open. */
export interface Ground {
  readonly kle: readonly string[];
  readonly sensitivity: number;
  readonly units: readonly string[];
  readonly sources: readonly string[];
  /** The view classes that it opens. */
  readonly classes: readonly string[];
  /** By which entries of a security profile the caller is on it; `'*'`: no profile binds him. */
  readonly members: readonly string[];
}

/** The privilege groups under which a statement is asked, as its one JSON parameter. */
export type Grounds = string;

/** Who asks, as far as a security profile knows him: the user and his own unit, by the token's claims. */
export type Asker = Pick<Caller, 'sub' | 'unit'>;

const unrestricted = ['*'] as const;
const highestSensitivity = 3;

/**
 * The parameter of `groundsCte`. Pass only groups of one authority and of roles that may call the operation (`admit` does):
 * an operator's unrestricted group must not open a case to the caseworker he also is.
 */
export function groundsParameter(groups: readonly PrivilegeGroup[], asker: Asker): Grounds {
  return JSON.stringify(groups.map((group) => groundOf(group, asker)));
}

/** The grounds of one who sees all of an authority, whatever restricts it: the command line, which no token speaks for. */
export function groundsOfAll(): Grounds {
  return JSON.stringify([GROUND_OF_ALL]);
}

/** Restricted by nothing. */
export const GROUND_OF_ALL: Ground = {
  kle: unrestricted,
  sensitivity: highestSensitivity,
  units: unrestricted,
  sources: unrestricted,
  classes: unrestricted,
  members: unrestricted,
};

/** What a group restricts, with "not restricted" written out. */
export function groundOf(group: PrivilegeGroup, asker: Asker): Ground {
  return {
    kle: group.kle?.includes('*') ? unrestricted : (group.kle ?? unrestricted),
    sensitivity: group.sensitivity ?? highestSensitivity,
    units: group.units ?? unrestricted,
    sources: group.sources ?? unrestricted,
    // A class must be named: no token has them all, whatever word it tries.
    classes: group.viewClasses.filter((name) => name !== '*'),
    members: group.role === 'auditor' ? unrestricted : membersOf(asker),
  };
}

/** Whether it is an auditor's group: a profile binds all others. The same rule as `isOfAuditorSql`. */
export const isOfAuditor = ({ members }: Ground): boolean => members[0] === '*';

/** Of the groups the auditors': the history of what is there no more is theirs alone, and no other right widens it. */
export function auditorsGrounds(grounds: Grounds): Grounds {
  return JSON.stringify((JSON.parse(grounds) as Ground[]).filter(isOfAuditor));
}

/** An entry of a security profile: a user by `sub`, or a unit as a token's claim `unit` names it. */
export const profileMember = (kind: 'user' | 'unit', id: string): string => `${kind}/${id}`;

/** The profile that keeps nobody out. */
export const OPEN_PROFILE: readonly string[] = unrestricted;

const membersOf = ({ sub, unit }: Asker): string[] => [
  profileMember('user', sub),
  ...(unit === null ? [] : [profileMember('unit', unit)]),
];
