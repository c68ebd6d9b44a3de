import { countConflicts } from './conflicts.js';
import { aThird, lookAt, twinSees, type Seen } from './looking.js';
import { momentsOf } from './moments.js';
import { MEMORY_NOW, publishInMemory } from './publishing.js';
import type { World } from './worlds.js';

/** One world in the product's eyes and in the twin's, and how much in it contradicts something else. */
export interface Compared {
  readonly product: readonly Seen[];
  readonly twin: readonly Seen[];
  readonly assertions: number;
  readonly conflicting: number;
}

/** Publishes the world in memory and asks both at its moments. */
export async function compareInMemory(world: World): Promise<Compared> {
  const { authority, facts, asked } = await publishInMemory(world, world.arrivals[0]);
  const moments = momentsOf(world, facts);
  const chosen = aThird(world.asOf);
  return {
    product: await lookAt(asked, authority, moments, chosen),
    twin: twinSees(facts, moments, MEMORY_NOW, chosen),
    ...countConflicts(facts),
  };
}

/** The first question that the two answer differently; undefined where there is none. */
export const firstDifference = ({ product, twin }: Compared): string | undefined =>
  product.find(({ view }, index) => JSON.stringify(view) !== JSON.stringify(twin[index]?.view))?.asked;
