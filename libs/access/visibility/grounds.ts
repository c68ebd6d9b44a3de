import type { PrivilegeGroup } from '../privileges/privilege-group.js';

/** One privilege group as the SQL of `groundsCte` reads it; `'*'` says "not restricted" aloud, so that nothing left out can open. */
export interface Ground {
  readonly kle: readonly string[];
  readonly sensitivity: number;
  readonly units: readonly string[];
  readonly sources: readonly string[];
}

/** The privilege groups under which a statement is asked, as its one JSON parameter. */
export type Grounds = string;

const unrestricted = ['*'] as const;
const highestSensitivity = 3;

/**
 * The parameter of `groundsCte` and of `overblik.may_see`. Pass only groups of one authority and of roles that may call
 * the operation (`admit` does): an operator's unrestricted group must not open a case to the caseworker he also is.
 */
export function groundsParameter(groups: readonly PrivilegeGroup[]): Grounds {
  return JSON.stringify(groups.map(groundOf));
}

/** What a group restricts, with "not restricted" written out. */
export function groundOf(group: PrivilegeGroup): Ground {
  return {
    kle: group.kle?.includes('*') ? unrestricted : (group.kle ?? unrestricted),
    sensitivity: group.sensitivity ?? highestSensitivity,
    units: group.units ?? unrestricted,
    sources: group.sources ?? unrestricted,
  };
}
