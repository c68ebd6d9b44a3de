import type { Instant } from '#contracts';
import type { Moment, View } from '../support/asking.js';
import { identifierNode, openTwin, type Fact } from './twin.js';
import { inOrder, productViews, type Asked } from './views.js';
import { CASES, KEYS } from './vocabulary.js';

/** What was asked, and the answer. */
export interface Seen {
  readonly asked: string;
  readonly view: View | null;
}

/** The numbers asked for at a moment. */
export type Chosen = (momentIndex: number) => typeof KEYS;
const all: Chosen = () => KEYS;

/** A third of the numbers at each moment, another third at the next: where worlds are many, that is as good as all. */
export const aThird =
  (start: number): Chosen =>
  (momentIndex) =>
    KEYS.filter((_, index) => (index + start + momentIndex) % 3 === 0);

/** Every case of the world and the parties by the chosen numbers, in the product's eyes. */
export async function lookAt(
  asked: Asked,
  authority: string,
  moments: readonly Moment[],
  chosen: Chosen = all,
): Promise<Seen[]> {
  const product = productViews(asked, authority);
  const seen: Seen[] = [];
  for (const [index, moment] of moments.entries()) {
    const views = [
      ...CASES.map(async ({ id }) => ({ asked: askedOf(id, moment), view: await product.case(id, moment) })),
      ...chosen(index).map(async (key) => ({
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
export function twinSees(
  facts: readonly Fact[],
  moments: readonly Moment[],
  now: Instant,
  chosen: Chosen = all,
): Seen[] {
  const twin = openTwin(facts, now);
  return moments.flatMap((moment, index) => [
    ...CASES.map(({ id }) => ({ asked: askedOf(id, moment), view: inOrder(twin.case(id, moment)) })),
    ...chosen(index).map((key) => {
      const node = identifierNode(key, key.source);
      return { asked: askedOf(node, moment), view: inOrder(twin.party(node, moment)) };
    }),
  ]);
}
