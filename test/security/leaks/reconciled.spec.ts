import type { PlainCaller } from './callers.js';
import { openPlace, type Place } from './place.js';
import { inEachOf } from './published.js';
import { entriesFor } from './reconciled-oracle.js';
import { reconciledWorlds } from './reconciled-world.js';
import { differencesInReports, publishReconciled, seeingAll, type PublishedMunicipality } from './reports-published.js';

/* Reconciliations and parallel runs against the rules of the rights page, with real tokens over HTTP. */

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

it('reconciliation and parallelRun tell each caller what the rules say, and nothing else', async () => {
  const tally = new Map<string, { told: number; untold: number }>();
  let refused = 0;
  await inEachOf(reconciledWorlds({ callers: 20, cases: 30 }), 2, async (world) => {
    const published = await publishReconciled(world, place);
    for (const [n, caller] of world.callers.entries()) {
      const here = published[n % 5 === 0 ? 1 : 0];
      if (here === undefined) throw new Error('there is no municipality');
      // Short pages are many questions: a third of the callers turn them.
      expect(await differencesInReports(caller, here, place, { first: n % 3 === 0 ? 4 : 200 })).toEqual([]);
      if (!count(tally, caller, here)) refused++;
    }
  });
  console.log(tally);
  const all = [...tally.values()];
  const [told, untold] = [
    all.reduce((sum, each) => sum + each.told, 0),
    all.reduce((sum, each) => sum + each.untold, 0),
  ];
  expect(refused).toBeGreaterThan(0);
  expect(told + untold).toBeGreaterThanOrEqual(1_000);
  expect(Math.min(told, untold) / (told + untold)).toBeGreaterThanOrEqual(0.2);
  // No list of which everything or nothing is told.
  expect([...tally].filter(([, each]) => Math.min(each.told, each.untold) < 10)).toEqual([]);
}, 600_000);

/** Counts each entry of each list, as one who sees all is told it. @returns false where the caller is refused */
function count(
  tally: Map<string, { told: number; untold: number }>,
  caller: PlainCaller,
  { municipality, partyOf }: PublishedMunicipality,
): boolean {
  const own = entriesFor(municipality, caller, partyOf);
  if (own === null) return false;
  for (const [list, entries] of entriesFor(municipality, seeingAll(municipality), partyOf) ?? []) {
    const counted = tally.get(list) ?? { told: 0, untold: 0 };
    for (const entry of entries) counted[own.get(list)?.has(entry) === true ? 'told' : 'untold']++;
    tally.set(list, counted);
  }
  return true;
}
