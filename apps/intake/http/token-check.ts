import { join } from 'node:path';
import {
  createDevelopmentIssuer,
  createTokenVerifier,
  oidcIssuer,
  type Caller,
  type TokenVerifier,
  type TrustedIssuer,
} from '#access';
import type { Configuration } from '#runtime';
import { HttpProblem } from './problem-document.js';

/** Judges the tokens of this process. Also the token by which Nest hands it out. */
export abstract class TokenCheck implements TokenVerifier {
  abstract verify(bearer: string | undefined): ReturnType<TokenVerifier['verify']>;
}

/** The verifier that the configuration asks for; the development issuer is believed only outside production. */
export async function openTokenCheck(configuration: Configuration): Promise<TokenCheck> {
  const { isProduction, oidcAudience, oidcIssuer: issuer, dataDir } = configuration;
  const issuers: TrustedIssuer[] = issuer === undefined ? [] : [oidcIssuer(issuer, { allowHttp: !isProduction })];
  if (!isProduction) {
    const options = { keyFolder: join(dataDir, 'keys'), audience: oidcAudience, production: false };
    issuers.push((await createDevelopmentIssuer(options)).trusted);
  }
  // A source has no person number, so nothing here is ever hashed.
  return createTokenVerifier({ issuers, audience: oidcAudience, production: isProduction, hashCpr: () => '' });
}

/** The caller of a request, or 401. */
export async function authenticate(check: TokenCheck, authorization: string | undefined): Promise<Caller> {
  const bearer = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1];
  const caller = await check.verify(bearer);
  if (caller.kind === 'caller') return caller;
  throw new HttpProblem(
    401,
    'A valid bearer token is required.',
    { code: 'UNAUTHENTICATED' },
    { 'www-authenticate': 'Bearer' },
  );
}

/** 403, in the words of the refusal. */
export function forbidden(detail: string): HttpProblem {
  return new HttpProblem(403, detail, { code: 'FORBIDDEN' });
}
