import fc from 'fast-check';
import { instantFromDate } from '#contracts';
import { openHouse, type House } from '../support/house.js';
import { countConflicts } from './conflicts.js';
import { lookAt, momentsOf, publish, twinSees } from './publishing.js';
import { worldsOf } from './worlds.js';

/** `OVERBLIK_RUNS` for more worlds, `OVERBLIK_SEED` for others. */
const numRuns = Number(process.env['OVERBLIK_RUNS'] ?? 25);
const seed = Number(process.env['OVERBLIK_SEED'] ?? 2026);

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

describe('the views', () => {
  it('are what a slow, obvious twin makes of the same events', async () => {
    const conflicts = { assertions: 0, conflicting: 0 };
    await fc.assert(
      fc.asyncProperty(worldsOf({ isUnmerging: true }), async (world) => {
        const { authority, facts } = await publish(house, world, world.arrivals[0]);
        const counted = countConflicts(facts);
        conflicts.assertions += counted.assertions;
        conflicts.conflicting += counted.conflicting;
        const moments = momentsOf(world, facts);
        const seen = await lookAt(house, authority, moments);
        expect(seen).toEqual(twinSees(facts, moments, instantFromDate(new Date())));
      }),
      { numRuns, seed, interruptAfterTimeLimit: 300_000 },
    );
    const share = conflicts.conflicting / conflicts.assertions;
    console.log(`conflicting: ${conflicts.conflicting} of ${conflicts.assertions}`);
    expect(share).toBeGreaterThanOrEqual(0.3);
  }, 600_000);
});
