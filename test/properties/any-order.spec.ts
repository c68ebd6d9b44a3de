import fc from 'fast-check';
import { instantFromDate } from '#contracts';
import { readModels } from '#read-models/projections';
import { drawn, runs } from '../support/chance.js';
import { openHouse, type House } from '../support/house.js';
import { compareInMemory } from './against-the-twin.js';
import { countConflicts } from './conflicts.js';
import { lookAt, twinSees } from './looking.js';
import { momentsOf } from './moments.js';
import { publish } from './publishing.js';
import { worldsOf } from './worlds.js';

/**
 * Each world is asked
 * about at four moments, of every case and every number of a party in it: some seventy views are compared.
 */
const inMemory = runs * 100;
/** So many events in a world of memory at most: more worlds of fewer events find more, in the same time. */
const FEW = 65;
/** A world of memory takes a fifth of a second where nothing else runs, and three times that on a busy machine. */
const timeout = 300_000 + inMemory * 1_000;

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house.close());

function conflictCount() {
  const counted = { worlds: 0, assertions: 0, conflicting: 0 };
  return {
    counted,
    add({ assertions, conflicting }: { assertions: number; conflicting: number }) {
      counted.worlds++;
      counted.assertions += assertions;
      counted.conflicting += conflicting;
    },
    /** Where nothing contradicts anything, any implementation would do. */
    expectConflicts(worlds: number) {
      console.log(counted);
      expect(counted.worlds).toBe(worlds);
      expect(counted.conflicting / counted.assertions).toBeGreaterThanOrEqual(0.3);
    },
  };
}

describe('the views, whatever comes in whatever order,', () => {
  it(
    'are what a slow, obvious twin makes of the same events, now, then, and as known then, in worlds by the thousand',
    async () => {
      const count = conflictCount();
      const holds = fc.asyncProperty(worldsOf({ isUnmerging: true, most: FEW }), async (world) => {
        const { product, twin, ...conflicts } = await compareInMemory(world);
        count.add(conflicts);
        expect(product).toEqual(twin);
      });
      await fc.assert(holds, drawn(2_000));
      count.expectConflicts(inMemory);
    },
    timeout,
  );

  it(
    'are the same from the tables of the database',
    async () => {
      const count = conflictCount();
      const holds = fc.asyncProperty(worldsOf({ isUnmerging: true }), async (world) => {
        const { authority, facts } = await publish(house, world, world.arrivals[0]);
        count.add(countConflicts(facts));
        const moments = momentsOf(world, facts);
        const seen = await lookAt(house, authority, moments);
        expect(seen).toEqual(twinSees(facts, moments, instantFromDate(new Date())));
      });
      await fc.assert(holds, drawn(20));
      count.expectConflicts(runs);
    },
    timeout,
  );

  // Which party keeps what two parties that are kept apart share is a matter of who came first, so they are left out here.
  it(
    'are the same for two orders of arrival, in other batches and with other events twice',
    async () => {
      const holds = fc.asyncProperty(worldsOf({ isUnmerging: false }), async (world) => {
        const [one, other] = [
          await publish(house, world, world.arrivals[0]),
          await publish(house, world, world.arrivals[1]),
        ];
        const moments = momentsOf(world, []).slice(0, 2);
        const seen = await lookAt(house, one.authority, moments);
        expect(await lookAt(house, other.authority, moments)).toEqual(seen);
      });
      await fc.assert(holds, drawn(10));
    },
    timeout,
  );

  it(
    'are the same from the tables, from the past asked about now, and after a rebuild',
    async () => {
      const worlds = fc.sample(worldsOf({ isUnmerging: true }), drawn(5));
      const live = new Map<string, unknown>();
      for (const world of worlds) {
        const { authority } = await publish(house, world, world.arrivals[0]);
        const views = async (moment: object): Promise<unknown[]> =>
          (await lookAt(house, authority, [moment])).map(({ view }) => view);
        const seen = await views({});
        expect(await views({ asOf: instantFromDate(new Date()) })).toEqual(seen);
        live.set(authority, seen);
      }
      for (const { name } of readModels) await house.runner.rebuild(name);
      await house.settle();
      for (const [authority, seen] of live) {
        expect((await lookAt(house, authority, [{}])).map(({ view }) => view)).toEqual(seen);
      }
    },
    timeout,
  );
});
