import type { EventStore } from '#event-store';
import { createProjectionRunner } from '#projection-engine';
import type { ProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { secondsSince } from '../append-limit.js';
import type { LogRow } from '../append-limit.js';
import type { Effort } from '../effort.js';
import { atLeast, median } from '../figures.js';
import type { Finding } from '../figures.js';
import { settleServer } from '../place.js';
import type { Place } from '../place.js';
import { requestsOf, runCallers } from './calls.js';
import { openedEvents } from './emmett-log.js';
import { openEmmettReader } from './emmett-reader.js';
import type { EmmettReadModel } from './emmett-reader.js';
import { measureLag } from './lag.js';
import type { SealedLog } from './sealed-log.js';

const CALLERS = 16;
const EVENTS_PER_CALL = 50;
const PATIENCE_MS = 600_000;
const quiet = { info: () => undefined, warn: () => undefined };

/** From the first append until the last event is projected, appending meanwhile; then how far behind at half that rate. */
export async function measureLive(place: Place, effort: Effort, sealed: SealedLog): Promise<Finding[]> {
  const { url } = await place.createDatabase('live');
  const stores = await place.openStores(url);
  const { pool, eventStore: store } = stores;
  // The keys stay where the events were sealed.
  const { vault } = sealed.stores;
  const runner = createProjectionRunner({ pool, store, vault, readModels, log: quiet });
  try {
    await runner.start();
    let next = 0;
    const take = (count: number): readonly LogRow[] => sealed.rows.slice(next, (next += count));
    const ours: number[] = [];
    const emmett: Record<EmmettReadModel, EmmettRate[]> = { document: [], row: [] };
    const opened = await openedEvents(sealed, effort.liveEvents);
    const part = sealed.rows.slice(0, Math.ceil(effort.liveEvents / 4));
    for (let round = 0; round <= effort.storeRounds; round++) {
      effort.tell(`live projection, round ${round} of ${effort.storeRounds}${round === 0 ? ' (to warm up)' : ''}`);
      await settleServer(place.pool);
      const rate = await liveRate(store, runner, take(effort.liveEvents));
      for (const kind of ['document', 'row'] as const) {
        const reader = await openEmmettReader(place, kind);
        const measured = await reader.project(part, opened).finally(() => reader.close());
        if (round > 0) emmett[kind].push(measured);
      }
      if (round > 0) ours.push(rate);
    }
    const top = median(ours);
    effort.tell('lag at a steady half of the top rate');
    const lag = await measureLag({ store, runner, rows: take(Infinity), rate: top / 2, seconds: effort.lagSeconds });
    return [liveFinding(top, emmett), lag];
  } finally {
    await runner.stop();
    await stores.close();
  }
}

interface EmmettRate {
  readonly rate: number;
  readonly missed: number;
}

async function liveRate(store: EventStore, runner: ProjectionRunner, rows: readonly LogRow[]): Promise<number> {
  const calls = requestsOf(rows);
  const lists = Array.from({ length: CALLERS }, (): (typeof calls)[] => []);
  for (let at = 0, n = 0; at < calls.length; at += EVENTS_PER_CALL, n++)
    lists[n % CALLERS]?.push(calls.slice(at, at + EVENTS_PER_CALL));
  const start = performance.now();
  await runCallers(lists, async (call) => void (await store.appendAll(call)));
  await runner.caughtUpTo(await store.head(), PATIENCE_MS);
  return rows.length / secondsSince(start);
}

function liveFinding(top: number, emmett: Record<EmmettReadModel, readonly EmmettRate[]>): Finding {
  const rateOf = (kind: EmmettReadModel): number => median(emmett[kind].map(({ rate }) => rate));
  const missed = [...emmett.document, ...emmett.row].reduce((sum, each) => sum + each.missed, 0);
  const row = rateOf('row');
  return atLeast({
    name: 'live projection',
    unit: 'events/s',
    value: top,
    limit: rateOf('document'),
    bar: 8,
    against:
      "emmett-postgresql's consumer with its own read model of one document an object (pongoSingleStreamProjection; pages of 1,000, 1 ms between them), fed by its appendToStream, 16 callers of 10 events",
    notes: [
      `ours: all read models with decryption, from the first append until the last event shows, ${CALLERS} callers of ${EVENTS_PER_CALL} events`,
      `times emmett's consumer with nothing but one prepared upsert of one row an event (${Math.round(row)} events/s): ${(top / row).toFixed(1)}`,
      ...(missed > 0 ? [`emmett's consumer never saw ${missed} of the events appended to it`] : []),
    ],
  });
}
