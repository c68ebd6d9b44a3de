import { setTimeout as sleep } from 'node:timers/promises';
import { readyQuestion } from '../../../apps/overview/playground/ready-question.js';
import { openLive, type LiveAnswer, type LiveClient } from '../../support/live-client.js';
import { openPlace, type Place } from './place.js';
import { inEveryWorld, numbersFor } from './published.js';
import { eventsOf } from './telling.js';

/* Callers follow the people of a municipality while it comes about, event by event, beside another of the same people and ids. */

const FOLLOW_ALL = readyQuestion
  .replace(/^query.*$/m, 'subscription($key: PartyKey!) {')
  .replace(/party\(key: \$key[^)]*\)/, 'party(key: $key)');
/** Longer than the minute after which a view is asked again though nothing has moved. */
const PATIENCE_MS = 120_000;

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

const shown = ({ data, errors }: Pick<LiveAnswer, 'data'> & { readonly errors?: unknown }): string =>
  JSON.stringify({ data, errors });

/** What came to a subscription, in order, once it has come to what the same question is answered. */
async function cameTo(client: LiveClient, id: string, ask: () => Promise<string>): Promise<string[]> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const came = client.received
      .filter((message) => message.id === id && message.type === 'next')
      .map(({ payload }) => shown(payload as LiveAnswer));
    const asked = await ask();
    if (came.at(-1) === asked) return came;
    if (Date.now() > until) throw new Error(`${came.at(-1)} came, in place of ${asked}`);
  }
}

it('comes to what each caller is answered by POST, and never says the same twice', async () => {
  let told = 0;
  let seen = 0;
  await inEveryWorld({ worlds: 2, callers: 10, cases: 16 }, async ({ municipalities, callers }) => {
    const numbers = numbersFor(municipalities);
    const [here] = municipalities;
    const people = here.people.slice(0, 3);
    const followed = await Promise.all(
      callers.map(async (caller) => {
        const token = await place.tokens.tokenOf(caller, numbers);
        const headers = { 'x-authority': numbers[here.letter] ?? '' };
        const client = await openLive(place.server.url, { token, init: headers });
        const views = people.map(({ cpr }) => {
          const variables = { key: { cpr } };
          const ask = async (): Promise<string> =>
            shown((await place.server.ask(readyQuestion, { token, headers, variables })).body as LiveAnswer);
          return { id: client.follow(FOLLOW_ALL, variables).id, ask };
        });
        return { client, views };
      }),
    );
    const events = municipalities.flatMap((each) => eventsOf(each, numbers[each.letter] ?? ''));
    const part = Math.ceil(events.length / 6);
    for (let from = 0; from < events.length; from += part) {
      await place.house.publish(events.slice(from, from + part));
      await place.house.settle();
      await sleep(300);
    }
    for (const { client, views } of followed) {
      for (const { id, ask } of views) {
        const came = await cameTo(client, id, ask);
        expect(came.filter((answer, n) => answer === came[n - 1])).toEqual([]);
        told += came.length;
        if (came.at(-1)?.includes('"id"') === true) seen += 1;
      }
      client.close();
    }
  });
  // Or it was held against nothing.
  expect(seen).toBeGreaterThan(10);
  expect(told).toBeGreaterThan(2 * seen);
}, 600_000);
