/** The roles of the contract. A role URI that names another gives nothing. */
export const roles = [
  'caseworker',
  'advisAdministrator',
  'auditor',
  'accessAdministrator',
  'dpo',
  'operator',
  'source',
  'citizen',
] as const;

/** A role that a privilege can give. */
export type Role = (typeof roles)[number];

/** 0 notConfidential, 1 confidential, 2 sensitive, 3 vip: a group sees up to and including its own. */
export type SensitivityLevel = 0 | 1 | 2 | 3;

/** What the constraints of a group leave of the authority's objects. `null`: the group does not carry that constraint. */
export interface Restrictions {
  /** KLE prefixes in whole segments (`32`, `32.18`, `32.18.04`); `['*']` is all. */
  readonly kle: readonly string[] | null;
  readonly sensitivity: SensitivityLevel | null;
  /** Ids of responsible units. */
  readonly units: readonly string[] | null;
  /** URIs of source systems. */
  readonly sources: readonly string[] | null;
  /** Empty where the group names none: it only opens, so there is no "all". */
  readonly viewClasses: readonly string[];
}

/** One privilege in effect: a role in one authority under its constraints. Groups are united, their constraints never. */
export interface PrivilegeGroup extends Restrictions {
  readonly role: Role;
  /** CVR number of the municipality. */
  readonly authority: string;
  /** The constraints as given (`KLE=32.*`): what the access log names as the ground of a view. */
  readonly grounds: readonly string[];
}

/** A privilege that was understood but gives nothing, and why. It has no restrictions, so that none can be used by mistake. */
export interface DeniedGroup {
  readonly role: Role;
  /** CVR number, null where the scope names none. */
  readonly authority: string | null;
  readonly reason: DenialReason;
}

/** Why a privilege group is not in effect. */
export type DenialReason =
  | 'scope'
  | 'unknown-constraint'
  | 'repeated-constraint'
  | 'empty-constraint'
  | 'constraint-value'
  | 'constraint-missing'
  | 'cpr-missing';
