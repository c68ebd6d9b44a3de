import { randomUUID } from 'node:crypto';
import { openKurrentDbEventStore } from '#event-store/cluster';
import type { Effort } from '../effort.js';
import { beside, median } from '../figures.js';
import type { Finding } from '../figures.js';
import type { Place } from '../place.js';
import { callsOf, requestOf, runCallers } from './calls.js';
import type { Shape } from './calls.js';
import { secondsOfSubscription } from './reading-bench.js';
import type { SealedLog } from './sealed-log.js';

const SHAPES: readonly (Shape & { readonly name: string })[] = [
  { name: 'cluster: append 1 event × 16 callers', callers: 16, eventsPerCall: 1, streamsPerCall: 1 },
  { name: 'cluster: append 500 events × 1 caller', callers: 1, eventsPerCall: 500, streamsPerCall: 1 },
];

/**
 * The adapter of a cluster, where `EVENT_STORE_URL` names one: told, held against nothing, since the server is not the
 * benchmark's own. What it writes there lies in streams of a prefix that nobody else has.
 */
export async function measureCluster(place: Place, effort: Effort, { rows }: SealedLog): Promise<Finding[]> {
  const address = process.env['EVENT_STORE_URL'] ?? '';
  if (address === '') return [];
  const { url } = await place.createDatabase('cluster');
  const stores = await place.openStores(url);
  const store = openKurrentDbEventStore({
    url: address,
    pool: stores.pool,
    prefix: `bench_${randomUUID().slice(0, 8)}.`,
  });
  const part = rows.slice(0, effort.shapeEvents);
  let appended = 0;
  try {
    const findings: Finding[] = [];
    for (const shape of SHAPES) {
      const rates: number[] = [];
      for (let round = 0; round <= effort.storeRounds; round++) {
        effort.tell(`${shape.name}, round ${round} of ${effort.storeRounds}${round === 0 ? ' (to warm up)' : ''}`);
        const lists = callsOf(part, shape, `${shape.name}|${round}`, appended).map((list) =>
          list.flatMap((call) => call.map(requestOf)),
        );
        const seconds = await runCallers(lists, async (request) => {
          const { status } = await store.append(request);
          if (status !== 'ok') throw new Error('an append of the benchmark failed');
        });
        appended += part.length;
        if (round > 0) rates.push(part.length / seconds);
      }
      findings.push(beside(shape.name, median(rates), 'events/s'));
    }
    effort.tell('cluster: subscription from the first event on');
    const rate = appended / (await secondsOfSubscription(store, appended));
    return [...findings, beside('cluster: subscription from the first event on', rate, 'events/s')];
  } finally {
    await store.close();
    await stores.close();
  }
}
