import { isCvr } from '#contracts';
import { readConstraints } from './constraints.js';
import {
  roles,
  type DenialReason,
  type DeniedGroup,
  type PrivilegeGroup,
  type Restrictions,
  type Role,
} from './privilege-group.js';
import type { StatedPrivilege } from './stated-privilege.js';

/** What a token's privileges come to. */
export interface Privileges {
  readonly groups: readonly PrivilegeGroup[];
  readonly denied: readonly DeniedGroup[];
}

const roleUri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s?#]*\/roles\/usersystemrole\/([^/?#\s]+)\/1$/;
const scopeForm = /^urn:dk:gov:saml:cvrNumberIdentifier:(\d{8})$/;
const knownRoles: ReadonlyMap<string, Role> = new Map(roles.map((role) => [role, role]));

/** What a role must carry to be in effect; without it, it would see more than anybody meant to give. */
const required: Readonly<Partial<Record<Role, readonly (keyof Restrictions)[]>>> = {
  caseworker: ['kle', 'sensitivity'],
  source: ['sources'],
};

/** Holds the rules against each privilege on its own: one denied never takes another with it. */
export function judgePrivileges(stated: readonly StatedPrivilege[], hasCpr: boolean): Privileges {
  const groups: PrivilegeGroup[] = [];
  const denied: DeniedGroup[] = [];
  for (const one of stated) {
    const role = knownRoles.get(roleUri.exec(one.privilege)?.[1] ?? '');
    // Other versions and unknown names give nothing and spoil nothing.
    if (role === undefined) continue;
    const authority = readScope(one.scope);
    const read = readConstraints(one.constraints);
    if (authority === null) denied.push({ role, authority, reason: 'scope' });
    else if (typeof read === 'string') denied.push({ role, authority, reason: read });
    else {
      const reason = lacking(role, read, hasCpr);
      if (reason === undefined) groups.push({ role, authority, ...read });
      else denied.push({ role, authority, reason });
    }
  }
  return { groups, denied };
}

function readScope(scope: string | null): string | null {
  const cvr = scopeForm.exec(scope ?? '')?.[1];
  return cvr !== undefined && isCvr(cvr) ? cvr : null;
}

function lacking(role: Role, restrictions: Restrictions, hasCpr: boolean): DenialReason | undefined {
  if (role === 'citizen' && !hasCpr) return 'cpr-missing';
  const isMissing = required[role]?.some((name) => restrictions[name] === null) ?? false;
  return isMissing ? 'constraint-missing' : undefined;
}
