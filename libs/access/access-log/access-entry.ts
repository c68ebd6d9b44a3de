import type { Role } from '../privileges/privilege-group.js';

/** What was done. DENIED: nothing was shown. */
export type AccessAction = 'VIEW' | 'SEARCH' | 'HISTORY' | 'REVEAL' | 'EXPORT' | 'DENIED';

/** One view: one operation and what its answer showed. Instants are canonical UTC microseconds. */
export interface AccessEntry {
  /** When it was answered. */
  readonly at: string;
  /** CVR number; null where the caller has no right anywhere, so that no authority was chosen. */
  readonly authority: string | null;
  /** The token's `sub`, or `cli:<user>`. */
  readonly user: string;
  readonly userName: string | null;
  /** The viewer's own unit. */
  readonly unit: string | null;
  /** Those that let it through; where nothing was shown, those in effect. */
  readonly roles: readonly Role[];
  /** All that were in effect, where they are more than those. */
  readonly rolesInEffect?: readonly Role[];
  /** The constraints that let it through. */
  readonly grounds: readonly string[];
  readonly action: AccessAction;
  /** The GraphQL fields or the endpoint that were called. */
  readonly operation: string;
  readonly purpose: string | null;
  /** Ids of the parties whose node is in the answer. */
  readonly parties: readonly string[];
  /** Ids of the cases, documents and other objects whose node is in the answer. */
  readonly objects: readonly string[];
  /** Ids of the parties and cases that the question asked for itself; of a search, the one that it found. */
  readonly lookedUp?: readonly string[];
  /** The nodes that the viewer's own number stands for, where the token has one. */
  readonly ownNodes?: readonly string[];
  /** What was searched by, and by what the lists of a view were narrowed. */
  readonly searchText: string | null;
  /** The totalCount of those searches and lists. */
  readonly hits: number | null;
  /** Ids and keys that were asked for and answered null or empty, as asked. May be CPR numbers: stored sealed. */
  readonly asked: readonly string[];
  /** Why a reveal was asked for: free text, so it may name somebody. Left out where nothing was revealed. */
  readonly reason?: string;
  /** Code of the refusal (`FORBIDDEN`, `PURPOSE_REQUIRED`) where there was one. */
  readonly denied: string | null;
  readonly asOf: string | null;
  readonly asKnownAt: string | null;
  readonly hopOrigin: string | null;
  readonly transactionId: string;
  readonly ip: string | null;
}

/** The part of an entry that names people or numbers: stored only sealed, and gone when it is erased. */
export type PersonalPart = Pick<AccessEntry, 'userName' | 'searchText' | 'asked' | 'reason'>;

/** The data of a stored `access.viewed`: `sealed` is base64 of the sealed JSON of the personal part, null where that is empty. */
export type StoredAccessEntry = Omit<AccessEntry, keyof PersonalPart> & { readonly sealed: string | null };

const weight: Readonly<Record<AccessAction, number>> = {
  DENIED: 0,
  EXPORT: 1,
  VIEW: 2,
  SEARCH: 3,
  HISTORY: 4,
  REVEAL: 5,
};

/** The action of an operation that did several things: REVEAL > HISTORY > SEARCH > VIEW; DENIED only where all were. */
export function actionOf(actions: readonly AccessAction[]): AccessAction {
  return actions.reduce<AccessAction>(
    (chosen, action) => (weight[action] > weight[chosen] ? action : chosen),
    'DENIED',
  );
}
