import type { EventStore } from '#event-store';
import { createProjectionRunner } from '#projection-engine';
import type { ProjectionRunner, ReadModel } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { secondsSince } from '../append-limit.js';
import type { LogRow } from '../append-limit.js';
import type { Effort } from '../effort.js';
import { atLeast, median, told } from '../figures.js';
import type { Finding } from '../figures.js';
import { settleServer } from '../place.js';
import type { Place } from '../place.js';
import { requestsOf, runCallers } from './calls.js';
import { documentReadModel } from './document-read-model.js';
import { openedEvents } from './emmett-log.js';
import type { EmmettEvent } from './emmett-log.js';
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
  const types = new Set(sealed.rows.map(({ type }) => type));
  const whole = await openLive(place, sealed, 'live', readModels);
  const alike = await openLive(place, sealed, 'live_alike', [documentReadModel(types)]);
  const opened = await openedEvents(sealed, effort.liveEvents);
  const part = sealed.rows.slice(0, Math.ceil(effort.liveEvents / 4));
  const rates: Rates[] = [];
  let next = 0;
  try {
    for (let round = 0; round <= effort.storeRounds; round++) {
      effort.tell(`live projection, round ${round} of ${effort.storeRounds}${round === 0 ? ' (to warm up)' : ''}`);
      const rows = sealed.rows.slice(next, (next += effort.liveEvents));
      const measured = {
        whole: await liveRate(place, whole, rows),
        alike: await liveRate(place, alike, rows),
        document: await emmettRate(place, 'document', part, opened),
        row: await emmettRate(place, 'row', part, opened),
      };
      if (round > 0) rates.push(measured);
    }
    const top = median(rates.map((round) => round.whole));
    effort.tell('lag at a steady half of the top rate');
    const { runner, store } = whole;
    const steady = { store, runner, rows: sealed.rows.slice(next), rate: top / 2, seconds: effort.lagSeconds };
    return [...liveFindings(rates), await measureLag(steady)];
  } finally {
    await whole.close();
    await alike.close();
  }
}

/** A log of its own with who projects it. */
interface Live {
  readonly store: EventStore;
  readonly runner: ProjectionRunner;
  close(): Promise<void>;
}

async function openLive(place: Place, sealed: SealedLog, name: string, models: readonly ReadModel[]): Promise<Live> {
  const { url } = await place.createDatabase(name);
  const stores = await place.openStores(url);
  const { pool, eventStore: store } = stores;
  // The keys stay where the events were sealed.
  const { vault } = sealed.stores;
  const runner = createProjectionRunner({ pool, store, vault, readModels: models, log: quiet });
  await runner.start();
  return {
    store,
    runner,
    async close() {
      await runner.stop();
      await stores.close();
    },
  };
}

interface Rates {
  readonly whole: number;
  readonly alike: number;
  readonly document: EmmettRate;
  readonly row: EmmettRate;
}

interface EmmettRate {
  readonly rate: number;
  readonly missed: number;
}

async function emmettRate(
  place: Place,
  kind: EmmettReadModel,
  rows: readonly LogRow[],
  opened: ReadonlyMap<number, EmmettEvent>,
): Promise<EmmettRate> {
  const reader = await openEmmettReader(place, kind);
  return await reader.project(rows, opened).finally(() => reader.close());
}

async function liveRate(place: Place, { store, runner }: Live, rows: readonly LogRow[]): Promise<number> {
  await settleServer(place.pool);
  const calls = requestsOf(rows);
  const lists = Array.from({ length: CALLERS }, (): (typeof calls)[] => []);
  for (let at = 0, n = 0; at < calls.length; at += EVENTS_PER_CALL, n++)
    lists[n % CALLERS]?.push(calls.slice(at, at + EVENTS_PER_CALL));
  const start = performance.now();
  await runCallers(lists, async (call) => void (await store.appendAll(call)));
  await runner.caughtUpTo(await store.head(), PATIENCE_MS);
  return rows.length / secondsSince(start);
}

function liveFindings(rates: readonly Rates[]): Finding[] {
  const [whole, alike] = [median(rates.map((round) => round.whole)), median(rates.map((round) => round.alike))];
  const [document, row] = (['document', 'row'] as const).map((kind) => median(rates.map((round) => round[kind].rate)));
  const missed = rates.reduce((sum, round) => sum + round.document.missed + round.row.missed, 0);
  const againstRow = (rate: number): string =>
    `times emmett's consumer with nothing but one prepared upsert of a row an event (${Math.round(row ?? 0)} events/s): ${(rate / (row ?? 0)).toFixed(1)}`;
  const emmett = { unit: 'events/s', limit: document ?? 0 };
  return [
    atLeast({
      ...emmett,
      name: 'live projection, the same read model',
      value: alike,
      bar: 8,
      against:
        "emmett-postgresql's consumer with its own kind of read model (pongoSingleStreamProjection, pages of 1,000, 1 ms between them), fed by its appendToStream with 16 callers of 10 events; both keep one document an object",
      notes: [
        `ours with decryption, from the first append until the last event shows, ${CALLERS} callers of ${EVENTS_PER_CALL} events`,
        againstRow(alike),
        ...(missed > 0 ? [`emmett's consumer never saw ${missed} of the events appended to it`] : []),
      ],
    }),
    told({
      ...emmett,
      name: 'live projection, all read models',
      value: whole,
      against: "the same consumer of emmett's with its one document an object; ours writes every table of the overview",
      notes: [againstRow(whole)],
    }),
  ];
}
