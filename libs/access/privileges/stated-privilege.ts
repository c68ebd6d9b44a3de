/** A constraint as the token states it; `value` null where it is no text. */
export interface StatedConstraint {
  readonly uri: string;
  readonly value: string | null;
}

/** A privilege as the token states it, before any rule is held against it. */
export interface StatedPrivilege {
  readonly scope: string | null;
  readonly privilege: string;
  /** `unreadable`: there is something where constraints belong, and it is not a set of them. */
  readonly constraints: readonly StatedConstraint[] | 'unreadable';
}
