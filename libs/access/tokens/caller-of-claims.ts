import { normalizeCpr } from '#contracts';
import type { JWTPayload } from 'jose';
import { judgePrivileges } from '../privileges/privilege-rules.js';
import { findRepeatedNames } from '../privileges/repeated-names.js';
import { readPrivilegesClaim } from '../privileges/read-privileges.js';
import type { Caller, Unauthenticated } from './caller.js';

/**
 * The caller that verified claims describe. `payload` is their text: a claim given twice makes the token bad
 * (RFC 7519 section 4).
 */
export function callerOf(
  claims: JWTPayload,
  payload: string,
  hashCpr: (cpr: string) => string,
): Caller | Unauthenticated {
  const { sub, exp } = claims;
  const repeated = findRepeatedNames(payload);
  if (typeof sub !== 'string' || sub.trim() === '' || exp === undefined || repeated.has('')) {
    return { kind: 'unauthenticated', because: 'claims' };
  }
  const stated = readPrivilegesClaim(claims['privileges'], repeated);
  if (stated === undefined) return { kind: 'unauthenticated', because: 'privileges' };
  const cprClaim = claims['cpr'];
  const cpr = typeof cprClaim === 'string' ? normalizeCpr(cprClaim) : undefined;
  return Object.freeze({
    kind: 'caller',
    sub,
    name: textOf(claims['name']),
    unit: textOf(claims['unit']),
    jti: textOf(claims.jti),
    cprHash: cpr === undefined ? null : hashCpr(cpr),
    ...judgePrivileges(stated, cpr !== undefined),
    expiresAt: exp,
  });
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim.trim() !== '' ? claim : null;
}
