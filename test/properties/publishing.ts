import type { Instant } from '#contracts';
import type { House, Moment, View } from '../support/house.js';
import { authorities } from './authorities.js';
import { factOf, identifierNode, openTwin, type Fact, type RawEvent } from './twin.js';
import { instant } from './twin/facts.js';
import { inOrder, productViews } from './views.js';
import { CASES, KEYS, MOMENTS } from './vocabulary.js';
import { batchesOf, type Arrival, type World } from './worlds.js';

const nextAuthority = authorities();

/** Publishes a world under an authority of its own, and tells which events the house took in, in their order. */
export async function publish(
  house: House,
  { events }: World,
  arrival: Arrival,
): Promise<{ authority: string; facts: Fact[] }> {
  const authority = nextAuthority();
  const before = await house.stores.eventStore.head();
  const accepted = new Map<number, RawEvent>();
  for (const batch of batchesOf(events, arrival)) {
    const raw = batch.map((draft): RawEvent & { specversion: string } => ({ ...draft, specversion: '1.0', authority }));
    const receipts = await house.publish(raw);
    receipts.forEach(({ status, position, problem }, index) => {
      const event = raw[index];
      if (status === 'accepted' && event) accepted.set(Number(position), event);
      // What depends on the order of arrival is kept out of the worlds, but for what comes after a purge.
      if (status === 'quarantined')
        expect([problem?.rule, event?.type, problem]).toEqual(['purged-object', event?.type, problem]);
    });
  }
  await house.settle();
  const recorded = await house.recordedTimes(before);
  const facts = [...accepted]
    .sort(([a], [b]) => a - b)
    .map(([position, event]) => factOf(event, position, recorded.get(position) ?? ''));
  return { authority, facts };
}

/** Now, then, and what was known. */
export function momentsOf({ asOf, knownShare }: World, facts: readonly Fact[]): Moment[] {
  const then = instant(MOMENTS[asOf] ?? '');
  const known = facts[Math.floor(knownShare * (facts.length - 1))]?.recordedAt;
  return [{}, { asOf: then }, { asKnownAt: known }, { asOf: then, asKnownAt: known }];
}

/** What was asked, and the answer. */
export interface Seen {
  readonly asked: string;
  readonly view: View | null;
}

/** Every case and party of the world in the product's eyes. */
export async function lookAt(house: House, authority: string, moments: readonly Moment[]): Promise<Seen[]> {
  const product = productViews(house, authority);
  const seen: Seen[] = [];
  for (const moment of moments) {
    const views = [
      ...CASES.map(async ({ id }) => ({ asked: askedOf(id, moment), view: await product.case(id, moment) })),
      ...KEYS.map(async (key) => ({
        asked: askedOf(identifierNode(key, key.source), moment),
        view: await product.party(key, moment),
      })),
    ];
    seen.push(...(await Promise.all(views)));
  }
  return seen;
}

const askedOf = (what: string, { asOf, asKnownAt }: Moment): string =>
  `${what} asOf ${asOf ?? 'now'} asKnownAt ${asKnownAt ?? 'now'}`;

/** The same in the twin's. */
export function twinSees(facts: readonly Fact[], moments: readonly Moment[], now: Instant): Seen[] {
  const twin = openTwin(facts, now);
  return moments.flatMap((moment) => [
    ...CASES.map(({ id }) => ({ asked: askedOf(id, moment), view: inOrder(twin.case(id, moment)) })),
    ...KEYS.map((key) => {
      const node = identifierNode(key, key.source);
      return { asked: askedOf(node, moment), view: inOrder(twin.party(node, moment)) };
    }),
  ]);
}
