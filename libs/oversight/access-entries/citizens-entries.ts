import type { AccessAction, StoredAccessEntry } from '#access';
import type { Instant } from '#contracts';

/** What a citizen is told of a view of him: not by whom. */
export interface CitizensEntry {
  readonly at: Instant;
  /** The viewer's own unit. */
  readonly unit: string | null;
  readonly role: string;
  readonly action: AccessAction;
  readonly purpose: string | null;
}

/** The entry as the citizen sees it; at the command line the role is that of an operator. */
export function citizensEntry({ at, unit, roles, action, purpose }: StoredAccessEntry): CitizensEntry {
  return { at, unit, role: roles.join(', '), action, purpose };
}
