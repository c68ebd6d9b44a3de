import type { Instant } from '#contracts';

/** The claim of a token by which it is denied: `sub` a user with all his tokens, `jti` a single token. */
export type DeniedClaim = 'sub' | 'jti';

/** What is to be denied, and why. */
export interface DenialRequest {
  /** CVR number; null denies in every authority, which only the operator of the whole store can. */
  readonly authority: string | null;
  readonly claim: DeniedClaim;
  readonly value: string;
  readonly reason: string;
  /** When it ends by itself; null: when it is lifted. */
  readonly until: Instant | null;
}

/** An entry of the deny list, as it stands. */
export interface Denial extends DenialRequest {
  readonly denialId: string;
  readonly deniedAt: Instant;
  readonly deniedBy: string;
  readonly liftedAt: Instant | null;
  readonly liftedBy: string | null;
  readonly liftReason: string | null;
}
