import type { Effort } from '../effort.js';
import type { Finding } from '../figures.js';
import type { Place } from '../place.js';
import { measureSeal } from '../seal-bench.js';
import { measureAppendShapes } from './append-shapes-bench.js';
import { measureCluster } from './cluster-bench.js';
import { measureGrowth } from './growth-bench.js';
import { measureLive } from './live-bench.js';
import { measureReading } from './reading-bench.js';
import { measureRebuild } from './rebuild-bench.js';
import { fillSealedLog } from './sealed-log.js';
import type { SealedLog } from './sealed-log.js';
import { measureSwap } from './swap-bench.js';

/** What is measured of the event store and the projections, in this order. */
export const STORE_PARTS = ['append', 'reading', 'seal', 'live', 'rebuild', 'swap', 'growth', 'cluster'] as const;
export type StorePart = (typeof STORE_PARTS)[number];

const MEASURES: Record<StorePart, (place: Place, effort: Effort, sealed: SealedLog) => Promise<Finding[]>> = {
  append: measureAppendShapes,
  reading: (_, effort, sealed) => measureReading(effort, sealed),
  seal: (_, effort, sealed) => measureSeal(effort, sealed),
  live: measureLive,
  rebuild: measureRebuild,
  swap: measureSwap,
  growth: measureGrowth,
  cluster: measureCluster,
};

/** The wanted parts; sample events are taken in once, for all of them. */
export async function measureEventStore(
  place: Place,
  effort: Effort,
  wanted: readonly StorePart[],
): Promise<Finding[]> {
  if (wanted.length === 0) return [];
  const sealed = await fillSealedLog(place, effort);
  try {
    const findings: Finding[] = [];
    for (const part of wanted) findings.push(...(await MEASURES[part](place, effort, sealed)));
    return findings;
  } finally {
    await sealed.stores.close();
  }
}
