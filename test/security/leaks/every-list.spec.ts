import { count, emptyTally } from './decisive.js';
import { differences } from './looking.js';
import { openPlace, type Place } from './place.js';
import { inEveryWorld, numbersFor, publish } from './published.js';

/* Every list, count and search of the API against the rules of the rights page, with real tokens over HTTP. */

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

it('every list, count, search and history shows each caller what the rules say, and nothing else', async () => {
  const tally = emptyTally();
  await inEveryWorld({ worlds: 2, callers: 40, cases: 36 }, async ({ municipalities, callers }) => {
    const numbers = numbersFor(municipalities);
    for (const each of municipalities) await publish(place.house, each, numbers[each.letter] ?? '');
    for (const [n, caller] of callers.entries()) {
      const here = municipalities[n % 5 === 0 ? 1 : 0];
      const token = await place.tokens.tokenOf(caller, numbers);
      const headers = { 'x-authority': numbers[here.letter] ?? '' };
      const look = { municipality: here, caller, isThorough: n % 4 === 1 };
      expect(await differences(look, (query) => place.server.ask(query, { token, headers }))).toEqual([]);
      count(tally, here, caller);
    }
  });
  console.log(tally);
  expect(tally.pairs).toBeGreaterThanOrEqual(10_000);
  expect(Math.min(tally.visible, tally.hidden) / tally.pairs).toBeGreaterThanOrEqual(0.2);
  expect(Object.entries(tally.decisive).filter(([, times]) => times < 100)).toEqual([]);
}, 600_000);
