import { compact, openDeletion } from '#deletion';
import type { TurnsOptions } from '#projection-engine';
import { compaction } from '../../../apps/projector/upkeep.js';
import { openHouse, type House } from '../../support/house.js';
import { runLog } from '../../support/run-logs.js';
import { AUTHORITY, CASE, OTHER_CASE, story } from './told.js';

/* The hours of a day pass by the hand of the test: turns are taken by it, and the last compaction is set back. */

const QUARTER_MS = 900_000;

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.publish(story);
  await house.settle();
});
afterEach(() => house.close());

/** A process that projects. */
const projecting = (): TurnsOptions => compaction(house.stores, runLog());

const erase = (objectId: string) =>
  openDeletion(house.stores).eraser.erase({ authority: AUTHORITY, family: 'case', objectId }, 'Sag 24/1177', 'dpo-1');
const compactedAt = async (): Promise<string | undefined> => {
  const { rows } = await house.stores.pool.query<{ at: string }>('select at::text from overblik.compaction');
  return rows[0]?.at;
};
const hoursPass = (hours: number) =>
  house.stores.pool.query(`update overblik.compaction set at = at - interval '${hours} hours'`);

it('rewrites the tables after an erasure, and not where there was none', async () => {
  const { turn } = projecting();
  await turn();
  expect(await compactedAt()).toBeUndefined();
  await erase(CASE);
  await turn();
  expect(await compactedAt()).toBeDefined();
}, 60_000);

it('does so within a day of a second erasure, by one of two processes that were started anew meanwhile', async () => {
  await erase(CASE);
  await compact(house.stores);
  const first = await compactedAt();
  await erase(OTHER_CASE);
  await projecting().turn();
  expect(await compactedAt()).toBe(first);
  await hoursPass(21);
  const before = await compactedAt();
  const two = [projecting(), projecting()];
  for (const { everyMs } of two) expect(everyMs).toBeLessThanOrEqual(QUARTER_MS);
  await Promise.all(two.map(({ turn }) => turn()));
  expect(await compactedAt()).not.toBe(before);
}, 60_000);
