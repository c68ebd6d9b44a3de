import { createHash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { AccessError } from '../errors.js';
import { callerOf } from './caller-of-claims.js';
import type { Caller, RefusedBecause, Unauthenticated } from './caller.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** What a verifier believes, and by which clock. */
export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[];
  readonly audience: string;
  /** Refuses development issuers at once, and tokens that live longer than 15 minutes. */
  readonly production: boolean;
  /** The keyed hash under which a caller's own CPR number (ten digits) is kept. */
  readonly hashCpr: (cpr: string) => string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Verified tokens kept; default 10,000. */
  readonly cacheSize?: number;
}

/** Judges bearer tokens. */
export interface TokenVerifier {
  /**
   * The caller of a bearer token (JWT, RS256, ES256 or EdDSA; RFC 7519, 30 s of clock skew), or why there is none.
   * Takes the token alone, without the word "Bearer". Rejects with ISSUER_UNAVAILABLE where no key can be fetched.
   */
  verify(bearer: string | undefined): Promise<Caller | Unauthenticated>;
}

/** Asymmetric only: with a symmetric algorithm in the list, a public key could be used as the secret of a forged token. */
const algorithms = ['RS256', 'ES256', 'EdDSA'];
const clockSkewSeconds = 30;
const longestProductionLifeSeconds = 15 * 60;

/** A verifier that remembers what it has verified. Throws DEVELOPMENT_ONLY for a development issuer in production. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  if (options.production && options.issuers.some((issuer) => issuer.isDevelopment)) {
    throw new AccessError('DEVELOPMENT_ONLY', 'The development issuer is not to be trusted in production.');
  }
  const now = options.now ?? Date.now;
  // Keyed by hash, so that a dump of the memory gives no token that can be used again.
  const verified = new LRUCache<string, Caller>({ max: options.cacheSize ?? 10_000 });
  return {
    async verify(bearer) {
      if (bearer === undefined || bearer === '') return refused('missing');
      const key = createHash('sha256').update(bearer).digest('base64');
      const known = verified.get(key);
      if (known !== undefined && now() < known.expiresAt * 1_000) return known;
      const caller = await verifyToken(bearer, options, now());
      if (caller.kind === 'caller') verified.set(key, caller);
      else verified.delete(key);
      return caller;
    },
  };
}

async function verifyToken(
  bearer: string,
  options: TokenVerifierOptions,
  nowMs: number,
): Promise<Caller | Unauthenticated> {
  try {
    const claimed = decodeJwt(bearer);
    const issuer = options.issuers.find((candidate) => candidate.issuer === claimed.iss);
    if (issuer === undefined) return refused('issuer');
    const { payload } = await jwtVerify(bearer, issuer.keys, {
      algorithms,
      issuer: issuer.issuer,
      audience: options.audience,
      clockTolerance: clockSkewSeconds,
      currentDate: new Date(nowMs),
      requiredClaims: ['sub', 'exp', 'iss', 'aud'],
    });
    const life = lifeFault(payload.iat, payload.exp, options.production, nowMs);
    if (life !== undefined) return refused(life);
    return callerOf(payload, payloadText(bearer), options.hashCpr);
  } catch (error) {
    return refused(reasonOf(error));
  }
}

function lifeFault(
  issuedAt: number | undefined,
  expiresAt: number | undefined,
  production: boolean,
  nowMs: number,
): RefusedBecause | undefined {
  if (issuedAt !== undefined && issuedAt > nowMs / 1_000 + clockSkewSeconds) return 'not-yet-valid';
  if (!production) return undefined;
  if (issuedAt === undefined || expiresAt === undefined) return 'lives-too-long';
  return expiresAt - issuedAt > longestProductionLifeSeconds ? 'lives-too-long' : undefined;
}

function payloadText(bearer: string): string {
  return Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString('utf8');
}

function reasonOf(error: unknown): RefusedBecause {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'audience';
    if (error.claim === 'iss') return 'issuer';
    return error.claim === 'nbf' && error.reason === 'check_failed' ? 'not-yet-valid' : 'claims';
  }
  if (error instanceof AccessError) throw error;
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return 'malformed';
  if (error instanceof errors.JOSEError) return 'signature';
  throw error;
}

function refused(because: RefusedBecause): Unauthenticated {
  return { kind: 'unauthenticated', because };
}
