import { normalizeCpr, unsafeJson } from '#contracts';
import type { JWTPayload } from 'jose';
import { judgePrivileges } from '../privileges/privilege-rules.js';
import { findRepeatedNames } from '../privileges/repeated-names.js';
import { readPrivilegesClaim } from '../privileges/read-privileges.js';
import type { Caller, Unauthenticated } from './caller.js';
import type { CprHashes } from './cpr-hashes.js';

/** The most characters of a user id (OpenID Connect Core 1.0, section 2). */
const longestSub = 255;

/**
 * The caller that verified claims describe. `payload` is their text: a claim given twice makes the token bad
 * (RFC 7519 section 4), and so does text that no database can hold: it would be compared, logged and denied by another.
 */
export function callerOf(
  claims: JWTPayload,
  payload: string,
  { hashCpr, cprNodes }: CprHashes,
): Caller | Unauthenticated {
  const { sub, exp } = claims;
  const jti: unknown = claims.jti;
  const repeated = findRepeatedNames(payload);
  const isSub = typeof sub === 'string' && sub.trim() !== '' && sub.length <= longestSub;
  // One that is no text could not be denied.
  const isJti = jti === undefined || typeof jti === 'string';
  if (!isSub || !isJti || exp === undefined || repeated.has('') || unsafeJson(claims, 'claims') !== undefined)
    return { kind: 'unauthenticated', because: 'claims' };
  const stated = readPrivilegesClaim(claims['privileges'], repeated);
  if (stated === undefined) return { kind: 'unauthenticated', because: 'privileges' };
  const cprClaim = claims['cpr'];
  const cpr = typeof cprClaim === 'string' ? normalizeCpr(cprClaim) : undefined;
  const { groups, denied } = judgePrivileges(stated, cpr !== undefined);
  return Object.freeze({
    kind: 'caller',
    sub,
    name: textOf(claims['name']),
    unit: textOf(claims['unit']),
    jti: textOf(jti),
    cprHash: cpr === undefined ? null : hashCpr(cpr),
    ...(cpr !== undefined &&
      cprNodes !== undefined && {
        ownNodes: new Map(groups.map(({ authority }) => [authority, cprNodes(authority, cpr)])),
      }),
    groups,
    denied,
    expiresAt: exp,
  });
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim.trim() !== '' ? claim : null;
}
