import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { operationEvent } from '#intake';
import { authorities } from '../../properties/authorities.js';
import { drawn, seed } from '../../support/chance.js';
import type { House } from '../../support/house.js';
import { caller, type PlainCaller } from './callers.js';
import { municipality, type Municipality } from './plain-world.js';
import { EVERYTHING, eventsOf, type Shown } from './telling.js';

/** Callers of two municipalities that share their people and their ids. */
export interface World {
  readonly municipalities: readonly [Municipality, Municipality];
  readonly callers: readonly PlainCaller[];
}

/** Worlds of so many callers; the first municipality has so many cases, the other half of it. */
const worldsOf = ({ callers, cases }: Pick<Extent, 'callers' | 'cases'>): fc.Arbitrary<World> =>
  fc.record({
    municipalities: fc.tuple(municipality('A', cases), municipality('B', Math.ceil(cases / 2))),
    callers: fc.array(caller, { minLength: callers, maxLength: callers }),
  });

const nextAuthority = authorities(70_000_000);

/** A CVR number for each municipality of a world, by its letter. */
export const numbersFor = (all: readonly Municipality[]): Readonly<Record<string, string>> =>
  Object.fromEntries(all.map(({ letter }) => [letter, nextAuthority()]));

/** How many worlds there are, and how large each is. */
export interface Extent {
  readonly worlds: number;
  readonly callers: number;
  readonly cases: number;
}

/** Holds the claim against random worlds: `OVERBLIK_RUNS` for more of them, `OVERBLIK_SEED` for others. */
export const inEveryWorld = (extent: Extent, claim: (world: World) => Promise<void>): Promise<void> =>
  inEachOf(worldsOf(extent), extent.worlds, claim);

/** The same of other worlds, so many of them. */
export async function inEachOf<W>(
  drawnWorlds: fc.Arbitrary<W>,
  worlds: number,
  claim: (world: W) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(drawnWorlds, claim), {
    ...drawn(worlds),
    reporter: ({ failed, errorInstance }) => {
      if (failed) throw new Error(`OVERBLIK_SEED=${seed}`, { cause: errorInstance });
    },
  });
}

/** Publishes what is shown of the municipality, and resolves when it is visible. */
export async function publish(
  house: House,
  all: Municipality,
  authority: string,
  shown: Shown = EVERYTHING,
): Promise<void> {
  const events = eventsOf(all, authority, shown);
  const receipts = await house.publish(events);
  const refused = receipts.find(({ status }) => status !== 'accepted');
  if (refused !== undefined) throw new Error(JSON.stringify(refused));
  const setting = { actId: randomUUID(), key: 'hiddenObjects', value: all.hiddenObjects, by: 'test' };
  const told = operationEvent('operation.setting-changed', authority, setting, '2024-01-01T00:00:00.000000Z');
  await house.stores.eventStore.append(told);
  await house.settle();
}

/** Draws one world, always the same, and publishes it whole. */
export async function publishOneWorld(
  house: House,
  extent: Pick<Extent, 'callers' | 'cases'>,
): Promise<{ readonly world: World; readonly numbers: Readonly<Record<string, string>> }> {
  const [world] = fc.sample(worldsOf(extent), { seed: 2026, numRuns: 1 });
  if (world === undefined) throw new Error('there is no world');
  const numbers = numbersFor(world.municipalities);
  for (const each of world.municipalities) await publish(house, each, numbers[each.letter] ?? '');
  return { world, numbers };
}
