import type { Role } from '../privileges/privilege-group.js';

/**
 * Who may call what. An operation that is not in this table does not exist for anybody; the words `events` and
 * `quarantine` are the HTTP endpoints, the others are fields of the GraphQL API.
 */
export const whoMayCall = {
  party: ['caseworker', 'auditor'],
  case: ['caseworker', 'auditor'],
  searchParties: ['caseworker', 'auditor'],
  searchCases: ['caseworker', 'auditor'],
  search: ['caseworker', 'auditor'],
  caseHistory: ['caseworker', 'auditor'],
  partyHistory: ['caseworker', 'auditor'],
  objectHistory: ['caseworker', 'auditor'],
  sources: ['caseworker', 'advisAdministrator', 'auditor', 'accessAdministrator', 'dpo', 'operator'],
  reconciliation: ['auditor', 'operator'],
  parallelRun: ['auditor', 'operator'],
  signOffDifference: ['operator'],
  reveal: ['caseworker', 'auditor'],
  accessLog: ['auditor', 'dpo'],
  exportAccessLog: ['auditor', 'dpo'],
  myAccessLog: ['citizen'],
  investigations: ['auditor', 'dpo'],
  placeInvestigation: ['auditor', 'dpo'],
  liftInvestigation: ['auditor', 'dpo'],
  misuseSignals: ['auditor'],
  erase: ['dpo', 'operator'],
  placeHold: ['dpo', 'operator'],
  liftHold: ['dpo', 'operator'],
  explainAccess: ['caseworker', 'auditor'],
  couldHaveSeen: ['auditor'],
  whoCanSee: ['accessAdministrator'],
  whyNot: ['accessAdministrator'],
  deniedAccess: ['accessAdministrator'],
  denyAccess: ['accessAdministrator'],
  liftDenial: ['accessAdministrator'],
  events: ['source'],
  quarantine: ['source', 'operator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** Something that can be called. */
export type Operation = keyof typeof whoMayCall;

/** Whether one of the roles may call it. */
export function mayCall(operation: Operation, roles: readonly Role[]): boolean {
  return roles.some((role) => allows(operation, role));
}

/** Whether the role may call it. */
export function allows(operation: Operation, role: Role): boolean {
  const allowed: readonly Role[] = whoMayCall[operation];
  return allowed.includes(role);
}
