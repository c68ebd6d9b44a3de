/**
 * The program of `seeded-faults.spec.ts`: the property of `any-order.spec.ts` in memory, over whatever is compiled in its
 * folder. It says how many worlds held, and whether one did not.
 */
import { once } from 'node:events';
import fc from 'fast-check';
import { compareInMemory, firstDifference } from './against-the-twin.js';
import { worldsOf } from './worlds.js';

const [task] = (await once(process.stdin, 'data')) as [Buffer];
const { seed, numRuns } = JSON.parse(task.toString()) as { seed: number; numRuns: number };
let difference: string | undefined;
let held = 0;
const holds = fc.asyncProperty(worldsOf({ isUnmerging: true }), async (world) => {
  difference = firstDifference(await compareInMemory(world));
  if (difference === undefined) held++;
  return difference === undefined;
});
// A fault is to be found; its smallest example is of no use here.
const { failed, errorInstance } = await fc.check(holds, { seed, numRuns, endOnFailure: true });
console.log(
  JSON.stringify({
    failed,
    held,
    difference,
    thrown: failed && difference === undefined ? String(errorInstance) : undefined,
  }),
);
process.stdin.destroy();
