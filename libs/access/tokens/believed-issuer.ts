import { createDevelopmentIssuer } from '../development/development-issuer.js';
import { oidcIssuer, type TrustedIssuer } from './trusted-issuer.js';

/** By what the one issuer of a process is chosen. */
export interface BelievedIssuerOptions {
  /** The authority's own OpenID Connect issuer. */
  readonly oidcIssuer: string | undefined;
  /** Where the key of the development issuer lies. */
  readonly keyFolder: string;
  readonly audience: string;
  readonly production: boolean;
}

/**
 * The issuer whose tokens are believed, at every door: the named one alone, or where none is named the development issuer.
 * Rejects with DEVELOPMENT_ONLY where production names none. An issuer without TLS may have its keys without TLS too: whether it
 * may be named at all, the configuration has judged.
 */
export async function believedIssuer(options: BelievedIssuerOptions): Promise<TrustedIssuer> {
  const { oidcIssuer: named } = options;
  if (named !== undefined) return oidcIssuer(named, { allowHttp: new URL(named).protocol === 'http:' });
  return (await createDevelopmentIssuer(options)).trusted;
}
