import { startGraphqlServer, type GraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import { openHouse, type House } from '../../support/house.js';
import { count, emptyTally } from './decisive.js';
import { differences } from './looking.js';
import { inEveryWorld, numbersFor, publish } from './published.js';
import { openTrustedTokens, type TrustedTokens } from './trusted-tokens.js';

/* Every list, count and search of the API against the rules of the rights page, with real tokens over HTTP. */

let house: House;
let tokens: TrustedTokens;
let server: GraphqlServer;
beforeAll(async () => {
  house = await openHouse();
  tokens = await openTrustedTokens();
  server = await startGraphqlServer({ stores: house.stores, verifier: tokens.verifier });
});
afterAll(async () => {
  await server.close();
  tokens.close();
  await house.close();
});

it('every list, count, search and history shows each caller what the rules say, and nothing else', async () => {
  const tally = emptyTally();
  await inEveryWorld({ worlds: 2, callers: 40, cases: 36 }, async ({ municipalities, callers }) => {
    const numbers = numbersFor(municipalities);
    for (const each of municipalities) await publish(house, each, numbers[each.letter] ?? '');
    for (const [n, caller] of callers.entries()) {
      const here = municipalities[n % 5 === 0 ? 1 : 0];
      const token = await tokens.tokenOf(caller, numbers);
      const headers = { 'x-authority': numbers[here.letter] ?? '' };
      const look = { municipality: here, caller, isThorough: n % 4 === 1 };
      expect(await differences(look, (query) => server.ask(query, { token, headers }))).toEqual([]);
      count(tally, here, caller);
    }
  });
  console.log(tally);
  expect(tally.pairs).toBeGreaterThanOrEqual(10_000);
  expect(Math.min(tally.visible, tally.hidden) / tally.pairs).toBeGreaterThanOrEqual(0.2);
  expect(Object.entries(tally.decisive).filter(([, times]) => times < 100)).toEqual([]);
}, 600_000);
