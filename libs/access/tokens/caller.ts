import type { DeniedGroup, PrivilegeGroup } from '../privileges/privilege-group.js';

/** Who asks, as a verified token says. */
export interface Caller {
  readonly kind: 'caller';
  /** The user id, everywhere. */
  readonly sub: string;
  readonly name: string | null;
  /** The user's own organisational unit (not a right). */
  readonly unit: string | null;
  readonly jti: string | null;
  /** Keyed hash of the claim `cpr`; the number itself is not kept. */
  readonly cprHash: string | null;
  /** By authority of the token: the nodes that the number stands for there. Left out where there is no number. */
  readonly ownNodes?: ReadonlyMap<string, readonly string[]>;
  /** The privilege groups in effect, of every authority that the token covers. */
  readonly groups: readonly PrivilegeGroup[];
  /** Those that give nothing, and why: for the security log and for messages to an operator. */
  readonly denied: readonly DeniedGroup[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Why there is no caller; for the security log, not for the one who asked. */
export type RefusedBecause =
  | 'missing'
  | 'malformed'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'lives-too-long'
  | 'claims'
  | 'privileges'
  | 'denied';

/** A bad or missing token: 401. */
export interface Unauthenticated {
  readonly kind: 'unauthenticated';
  readonly because: RefusedBecause;
}

/** The name under which the requests of a caller are counted: his user id, among those of the authorities he acts for. */
export function countedAs({ sub, groups }: Caller): string {
  return [sub, ...new Set(groups.map(({ authority }) => authority))].join(' ');
}
