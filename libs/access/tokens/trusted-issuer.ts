import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { AccessError } from '../errors.js';

/** An issuer whose tokens are believed, and where its keys are found. */
export interface TrustedIssuer {
  /** The exact `iss`. */
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
  /** Refused by a verifier of production. */
  readonly isDevelopment: boolean;
}

/** Knobs of the remote key set; the defaults are for production. */
export interface OidcIssuerOptions {
  /** Allows http, for a test issuer on this machine. */
  readonly allowHttp?: boolean;
  readonly timeoutMs?: number;
  /** After this time the keys are fetched again: so long, and the memory of verified tokens, a revoked key is still believed. */
  readonly cacheMs?: number;
  /** An unknown key id makes us fetch again, but not more often than this: a flood of bad tokens is not a flood of fetches. */
  readonly cooldownMs?: number;
}

/** An issuer whose public keys are at hand. */
export function localIssuer(issuer: string, jwks: JSONWebKeySet, isDevelopment = false): TrustedIssuer {
  return { issuer, keys: createLocalJWKSet(jwks), isDevelopment };
}

/**
 * An OpenID Connect issuer: keys by its discovery document (OpenID Connect Discovery 1.0), fetched at the first token,
 * cached, and fetched again when a token names a key that is not among them. An issuer that does not answer fails the
 * request with ISSUER_UNAVAILABLE and is asked again at the next one.
 */
export function oidcIssuer(issuer: string, options: OidcIssuerOptions = {}): TrustedIssuer {
  let discovered: Promise<JWTVerifyGetKey> | undefined;
  const keys: JWTVerifyGetKey = async (header, token) => {
    discovered ??= discover(issuer, options).catch((error: unknown) => {
      discovered = undefined;
      throw error;
    });
    const find = await discovered;
    try {
      return await find(header, token);
    } catch (error) {
      // That no key fits is a judgement on the token; whatever else goes wrong here is the issuer's.
      if (isAboutTheToken(error)) throw error;
      throw unavailable('its keys cannot be fetched', error);
    }
  };
  return { issuer, keys, isDevelopment: false };
}

async function discover(issuer: string, options: OidcIssuerOptions): Promise<JWTVerifyGetKey> {
  const timeoutDuration = options.timeoutMs ?? 5_000;
  const document = await fetchDocument(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, options);
  // The document must speak of the issuer we asked for, or a stranger's keys would be believed.
  if (document['issuer'] !== issuer) throw unavailable('its discovery document names another issuer');
  const jwksUri = document['jwks_uri'];
  if (typeof jwksUri !== 'string') throw unavailable('its discovery document names no keys');
  return createRemoteJWKSet(allowedUrl(jwksUri, options), {
    timeoutDuration,
    cacheMaxAge: options.cacheMs ?? 240_000,
    cooldownDuration: options.cooldownMs ?? 30_000,
  });
}

async function fetchDocument(address: string, options: OidcIssuerOptions): Promise<Record<string, unknown>> {
  const url = allowedUrl(address, options);
  try {
    const response = await fetch(url, {
      redirect: 'error',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(options.timeoutMs ?? 5_000),
    });
    const body: unknown = await response.json();
    if (response.ok && typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch (cause) {
    throw unavailable('its discovery document cannot be fetched', cause);
  }
  throw unavailable('its discovery document cannot be read');
}

function allowedUrl(address: string, options: OidcIssuerOptions): URL {
  if (!URL.canParse(address)) throw unavailable('an address of it is no URL');
  const url = new URL(address);
  if (url.protocol !== 'https:' && !(options.allowHttp === true && url.protocol === 'http:')) {
    throw unavailable('an address of it is not https');
  }
  return url;
}

function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

function unavailable(what: string, cause?: unknown): AccessError {
  return new AccessError('ISSUER_UNAVAILABLE', `The token issuer: ${what}.`, { cause });
}
