import { createHash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { DenyList } from '../denials/deny-list.js';
import { AccessError } from '../errors.js';
import { callerOf } from './caller-of-claims.js';
import type { Caller, RefusedBecause, Unauthenticated } from './caller.js';
import type { CprHashes } from './cpr-hashes.js';
import type { TrustedIssuer } from './trusted-issuer.js';

/** What a verifier believes, and by which clock. */
export interface TokenVerifierOptions extends CprHashes {
  readonly issuers: readonly TrustedIssuer[];
  readonly audience: string;
  /** Refuses development issuers at once, and tokens that live longer than 15 minutes. */
  readonly production: boolean;
  /** Whom no token lets in. */
  readonly denyList: DenyList;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Verified tokens kept; default 10,000, and no more than 64 MB of their text. */
  readonly cacheSize?: number;
  /** After this time a remembered token is held against the issuer's keys again: one of them may have been revoked. */
  readonly recheckMs?: number;
}

/** Judges bearer tokens. */
export interface TokenVerifier {
  /**
   * The caller of a bearer token (JWT, RS256, ES256 or EdDSA; RFC 7519, 30 s of clock skew), or why there is none.
   * Takes the token alone, without the word "Bearer". Rejects with ISSUER_UNAVAILABLE where no key can be fetched, and with
   * DENY_LIST_UNAVAILABLE where the deny list cannot be read.
   */
  verify(bearer: string | undefined): Promise<Caller | Unauthenticated>;
}

/** Asymmetric only: with a symmetric algorithm in the list, a public key could be used as the secret of a forged token. */
const algorithms = ['RS256', 'ES256', 'EdDSA'];
const clockSkewSeconds = 30;
const longestProductionLifeSeconds = 15 * 60;
const mostRemembered = 64 * 1024 * 1024;

interface Remembered {
  readonly caller: Caller;
  readonly checkedMs: number;
  readonly length: number;
}

/** A verifier that remembers what it has verified. Throws DEVELOPMENT_ONLY for a development issuer in production. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  if (options.production && options.issuers.some((issuer) => issuer.isDevelopment)) {
    throw new AccessError('DEVELOPMENT_ONLY', 'The development issuer is not to be trusted in production.');
  }
  const { denyList, now = Date.now, recheckMs = 60_000 } = options;
  // Keyed by hash, so that a dump of the memory gives no token that can be used again.
  const verified = new LRUCache<string, Remembered>({
    max: options.cacheSize ?? 10_000,
    maxSize: mostRemembered,
    sizeCalculation: ({ length }) => length,
  });
  const callerBy = async (bearer: string): Promise<Caller | Unauthenticated> => {
    const key = createHash('sha256').update(bearer).digest('base64');
    const known = verified.get(key);
    const at = now();
    if (known !== undefined && at < known.caller.expiresAt * 1_000 && at < known.checkedMs + recheckMs)
      return known.caller;
    const outcome = await verifyToken(bearer, options, at);
    if (outcome.kind !== 'caller') {
      verified.delete(key);
      return outcome;
    }
    // The same caller as before: what was worked out of his rights is kept by it.
    const caller = known?.caller ?? outcome;
    verified.set(key, { caller, checkedMs: at, length: bearer.length });
    return caller;
  };
  return {
    async verify(bearer) {
      if (bearer === undefined || bearer === '') return refused('missing');
      const caller = await callerBy(bearer);
      if (caller.kind !== 'caller') return caller;
      // Looked up each time, and after the memory of tokens: a denial holds at once.
      const left = denyList.leftOf(caller);
      if (left === 'denied') return refused('denied');
      return left === caller.groups ? caller : { ...caller, groups: left };
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
    return callerOf(payload, payloadText(bearer), options);
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
