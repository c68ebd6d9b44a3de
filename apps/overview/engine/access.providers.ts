import { join } from 'node:path';
import type { Provider } from '@nestjs/common';
import { createAccessLog, createDevelopmentIssuer, createTokenVerifier, oidcIssuer } from '#access';
import type { TrustedIssuer } from '#access';
import { uuidFromHmac } from '#contracts';
import { SYSTEM_AUTHORITY } from '#personal-data';
import { Configuration } from '#runtime';
import { Stores } from '#stores';
import { AccessTrail, TokenCheck } from './access-doors.js';

/** Token verifier and access log over the stores of this process. */
export const accessProviders: Provider[] = [
  {
    provide: TokenCheck,
    inject: [Configuration, Stores],
    useFactory: async (configuration: Configuration, { vault }: Stores): Promise<TokenCheck> =>
      createTokenVerifier({
        issuers: [await trustedIssuer(configuration)],
        audience: configuration.oidcAudience,
        production: configuration.isProduction,
        hashCpr: (cpr) => uuidFromHmac(vault.authority(SYSTEM_AUTHORITY).identity, `caller|${cpr}`),
      }),
  },
  {
    provide: AccessTrail,
    inject: [Stores],
    useFactory: ({ accessLogStore, accessParts: { seal } }: Stores): AccessTrail =>
      createAccessLog({ store: accessLogStore, seal }),
  },
];

/** The authority's own issuer; without one, the development issuer (which production refuses to make). */
async function trustedIssuer({
  oidcIssuer: issuer,
  dataDir,
  oidcAudience,
  isProduction,
}: Configuration): Promise<TrustedIssuer> {
  if (issuer !== undefined) return oidcIssuer(issuer, { allowHttp: !isProduction });
  const keyFolder = join(dataDir, 'keys');
  const development = await createDevelopmentIssuer({ keyFolder, audience: oidcAudience, production: isProduction });
  return development.trusted;
}
