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

type Node = Awaited<ReturnType<Asked['queries']['partiesByIds']>> extends ReadonlyMap<string, infer N> ? N : never;

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
  const product = productViews({ ...asked, queries: rememberingParties(asked.queries) }, authority);
  const seen: Seen[] = [];
  for (const [index, moment] of moments.entries()) {
    for (const { id } of CASES) seen.push({ asked: askedOf(id, moment), view: await product.case(id, moment) });
    for (const key of chosen(index)) {
      const node = identifierNode(key, key.source);
      seen.push({ asked: askedOf(node, moment), view: await product.party(key, moment) });
    }
  }
  return seen;
}

/** Nothing comes about while a world is looked at: who a party is at a moment is asked once. */
function rememberingParties(queries: Asked['queries']): Asked['queries'] {
  const byMoment = new Map<string, Map<string, Node | undefined>>();
  return {
    party: (...question) => queries.party(...question),
    async partiesByIds(ids, scope, moment, plan) {
      const known = byMoment.get(JSON.stringify(moment)) ?? new Map<string, Node | undefined>();
      byMoment.set(JSON.stringify(moment), known);
      const fresh = ids.filter((id) => !known.has(id));
      const found = fresh.length === 0 ? null : await queries.partiesByIds(fresh, scope, moment, plan);
      for (const id of fresh) known.set(id, found?.get(id));
      return new Map([...known].flatMap(([id, node]) => (node === undefined ? [] : [[id, node]])));
    },
  };
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
