import { randomUUID, type KeyObject } from 'node:crypto';
import { durationToMilliseconds, isCvr } from '#contracts';
import { CompactSign, type CryptoKey } from 'jose';
import { AccessError } from '../errors.js';
import { roles, type Role } from '../privileges/privilege-group.js';

/** What a development token shall say. Constraint values are put in as given: what they are worth, the verifier judges. */
export interface TokenRequest {
  /** CVR number; needed where roles are given. */
  readonly authority?: string;
  readonly roles?: readonly string[];
  /** Default `*`. */
  readonly kle?: string;
  /** Default `vip`. */
  readonly sensitivity?: string;
  readonly units?: readonly string[];
  readonly sources?: readonly string[];
  readonly viewClasses?: readonly string[];
  /** The `sub`; default `development`. */
  readonly user?: string;
  readonly name?: string;
  /** The user's own unit. */
  readonly memberOf?: string;
  readonly cpr?: string;
  /** A claim put in unchecked in place of roles and constraints. */
  readonly privileges?: UncheckedPrivileges;
  /** ISO 8601, default `PT8H`; with a minus in front the token has expired. */
  readonly expiresIn?: string;
}

/** The text of a privileges claim: JSON goes in as it stands (repeated names and all), XML as base64. */
export type UncheckedPrivileges = { readonly json: string } | { readonly xml: string | Buffer };

interface Signing {
  readonly issuer: string;
  readonly audience: string;
  readonly key: CryptoKey | KeyObject | Uint8Array;
  readonly kid: string;
  readonly nowMs: number;
}

const constraintHost = 'https://overblik.dk/constraints';
const roleHost = 'https://overblik.dk/roles/usersystemrole';

/** The signed token. */
export async function mintToken(request: TokenRequest, signing: Signing): Promise<string> {
  const issuedAt = Math.floor(signing.nowMs / 1_000);
  const user = request.user ?? 'development';
  const claims = {
    iss: signing.issuer,
    aud: signing.audience,
    sub: user,
    name: request.name ?? user,
    iat: issuedAt,
    exp: issuedAt + secondsOf(request.expiresIn ?? 'PT8H'),
    jti: randomUUID(),
    ...(request.memberOf === undefined ? {} : { unit: request.memberOf }),
    ...(request.cpr === undefined ? {} : { cpr: request.cpr }),
  };
  // Joined as text: parsed and written again, a repeated name of an unchecked claim would be lost.
  const payload = `${JSON.stringify(claims).slice(0, -1)},"privileges":${privilegesText(request)}}`;
  return new CompactSign(Buffer.from(payload, 'utf8'))
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: signing.kid })
    .sign(signing.key);
}

function privilegesText(request: TokenRequest): string {
  const { privileges } = request;
  if (privileges === undefined) return JSON.stringify(grantedBy(request));
  if ('xml' in privileges) return JSON.stringify(Buffer.from(privileges.xml).toString('base64'));
  try {
    JSON.parse(privileges.json);
  } catch (cause) {
    throw new AccessError('MINT_REFUSED', 'The privileges are not JSON.', { cause });
  }
  return privileges.json;
}

function grantedBy(request: TokenRequest): object[] {
  const { authority = '', roles: given = [] } = request;
  if (given.length === 0) throw new AccessError('MINT_REFUSED', 'A token needs a role or privileges.');
  if (!isCvr(authority)) throw new AccessError('MINT_REFUSED', 'The authority must be a CVR number.');
  const values: [string, string | undefined][] = [
    ['KLE', request.kle ?? '*'],
    ['foelsomhed', request.sensitivity ?? 'vip'],
    ['orgenhed', request.units?.join(',')],
    ['itsystem', request.sources?.join(',')],
    ['visningsklasse', request.viewClasses?.join(',')],
  ];
  const stated = values.filter(([, value]) => value !== undefined);
  const constraints = Object.fromEntries(stated.map(([name, value]) => [`${constraintHost}/${name}/1`, value]));
  return given.map((role) => ({
    scope: `urn:dk:gov:saml:cvrNumberIdentifier:${authority}`,
    privilege: `${roleHost}/${knownRole(role)}/1`,
    constraints,
  }));
}

function knownRole(text: string): Role {
  const role = roles.find((known) => known === text);
  if (role === undefined) throw new AccessError('MINT_REFUSED', `Unknown role; known are ${roles.join(', ')}.`);
  return role;
}

function secondsOf(duration: string): number {
  const isPast = duration.startsWith('-');
  const milliseconds = durationToMilliseconds(isPast ? duration.slice(1) : duration);
  if (milliseconds === undefined) throw new AccessError('MINT_REFUSED', 'The duration must be ISO 8601, such as PT4H.');
  return (Math.round(milliseconds / 1_000) || 0) * (isPast ? -1 : 1);
}
