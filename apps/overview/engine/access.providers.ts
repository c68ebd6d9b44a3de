import type { Provider } from '@nestjs/common';
import {
  believedIssuer,
  createAccessLog,
  createRightsTrail,
  createTokenVerifier,
  openDenials,
  watchDenyList,
} from '#access';
import { uuidFromHmac } from '#contracts';
import { actTeller } from '#intake';
import { partyKeyNodeIds, SYSTEM_AUTHORITY } from '#personal-data';
import { Configuration, Log } from '#runtime';
import { Stores } from '#stores';
import { AccessTrail, DenialDesk, TokenCheck } from './access-doors.js';

/** Token verifier, access log, deny list and what is seen of rights, over the stores of this process. */
export const accessProviders: Provider[] = [
  {
    provide: TokenCheck,
    inject: [Configuration, Stores, Log],
    useFactory: async (configuration: Configuration, stores: Stores, log: Log): Promise<TokenCheck> => {
      const { pool, vault, accessLogStore, accessParts } = stores;
      const denyList = await watchDenyList({
        pool,
        onFault: (fault) => log.warn({ err: fault }, 'the deny list could not be read'),
      });
      const { tokens } = configuration;
      const verifier = createTokenVerifier({
        ...tokens,
        issuers: [await believedIssuer(tokens)],
        hashCpr: (cpr) => uuidFromHmac(vault.authority(SYSTEM_AUTHORITY).identity, `caller|${cpr}`),
        cprNodes: (authority, cpr) => partyKeyNodeIds({ cpr }, vault.authority(authority)),
        denyList,
      });
      const rights = createRightsTrail({ pool, store: accessLogStore, seal: accessParts.seal });
      return {
        verify: async (bearer) => {
          const caller = await verifier.verify(bearer);
          if (caller.kind === 'caller') await rights.saw(caller);
          return caller;
        },
        verifyAgain: (bearer) => verifier.verify(bearer),
        onModuleDestroy: () => denyList.stop(),
      };
    },
  },
  {
    provide: DenialDesk,
    inject: [Stores],
    useFactory: ({ pool, eventStore }: Stores): DenialDesk => openDenials({ pool, tell: actTeller(eventStore) }),
  },
  {
    provide: AccessTrail,
    inject: [Stores],
    useFactory: ({ accessLogStore, accessParts: { seal } }: Stores): AccessTrail =>
      createAccessLog({ store: accessLogStore, seal }),
  },
];
