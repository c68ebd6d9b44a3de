import type { Stores } from '#stores';
import { startGraphqlServer, type GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import { openHouse, type House } from '../../support/house.js';
import { openTrustedTokens, type TrustedTokens } from './trusted-tokens.js';

/** Where worlds are told and asked about: a house, its API over HTTP, and tokens that it believes. */
export interface Place {
  readonly house: House;
  readonly server: GraphqlServer;
  readonly tokens: TrustedTokens;
  close(): Promise<void>;
}

/** @param asked the stores that the API asks, made of the house's: with a fault between */
export async function openPlace(asked: (stores: Stores) => Stores = (stores) => stores): Promise<Place> {
  const [house, tokens] = await Promise.all([openHouse(), openTrustedTokens()]);
  const server = await startGraphqlServer({ stores: asked(house.stores), verifier: tokens.verifier });
  return {
    house,
    server,
    tokens,
    async close() {
      await server.close();
      tokens.close();
      await house.close();
    },
  };
}
