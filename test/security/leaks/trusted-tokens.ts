import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentIssuer, createTokenVerifier, type TokenVerifier } from '#access';
import { privilegesOf, type PlainCaller } from './callers.js';

/** Real tokens, and who judges them. */
export interface TrustedTokens {
  readonly verifier: TokenVerifier;
  tokenOf(caller: PlainCaller, authorities: Readonly<Record<string, string>>): Promise<string>;
  close(): void;
}

/** An issuer of the test's own. */
export async function openTrustedTokens(): Promise<TrustedTokens> {
  const keyFolder = mkdtempSync(join(tmpdir(), 'overblik-keys-'));
  const issuer = await createDevelopmentIssuer({ keyFolder, audience: 'overblik', production: false });
  return {
    verifier: createTokenVerifier({
      issuers: [issuer.trusted],
      audience: 'overblik',
      production: false,
      hashCpr: () => 'hash',
      denyList: { leftOf: ({ groups }) => groups },
    }),
    tokenOf: (caller, authorities) =>
      issuer.mint({
        user: caller.user,
        ...(caller.unit === null ? {} : { memberOf: caller.unit }),
        privileges: privilegesOf(caller, authorities),
      }),
    close: () => rmSync(keyFolder, { recursive: true }),
  };
}
