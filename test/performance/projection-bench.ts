import type { EventStore } from '#event-store';
import { createProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import type { Stores } from '#stores';
import { insertByCopy, readLog, secondsSince } from './append-limit.js';
import type { Effort } from './effort.js';
import { atLeast, beside, limitItself, median } from './figures.js';
import type { Finding } from './figures.js';
import { createHandmadeTables, writeByHand } from './handmade-upserts.js';
import type { FilledLog } from './intake-bench.js';
import { settleServer, withClient } from './place.js';
import type { Place } from './place.js';
import { countRows, lastVersions, watchWrites } from './written-rows.js';
import type { WrittenPage, WriteWatch } from './written-rows.js';

const EVENTS_PER_PAGE = 1_000;
/** 4-event-store: 14,000 events a second, two rows each, where every event is of another case; COPY wrote 47,000 rows. */
const UPSERTS_TO_COPY = (2 * 14_000) / 47_000;
const log = { info: () => undefined, warn: () => undefined };

/** The projection of all read models of the overview, against the rows it wrote, written by hand. */
export async function measureProjection(place: Place, effort: Effort, filled: FilledLog): Promise<Finding[]> {
  const stores = await place.openStores(filled.url);
  try {
    return await withClient(filled.url, async (client) => {
      effort.tell('projection, looking at what each page writes');
      const watch = await projectWatched(stores);
      const once = lastVersions(watch);
      const rounds: Rates[] = [];
      let eachOnce: number | undefined;
      const rows = await readLog(filled.pool, 0);
      const rateOf = async (pages: readonly WrittenPage[]): Promise<number> => {
        await createHandmadeTables(client, watch.tables);
        await settleServer(place.pool);
        return filled.events / (await writeByHand(client, watch.tables, pages));
      };
      for (let round = 1; round <= effort.projectionRounds; round++) {
        effort.tell(`projection, round ${round} of ${effort.projectionRounds}`);
        const byHand = await rateOf(watch.pages);
        eachOnce ??= await rateOf(once);
        await client.query('drop schema overview, overview_data cascade');
        await settleServer(place.pool);
        const projected = filled.events / (await project(stores, stores.eventStore));
        await client.query('create table copied (like overblik.events including all)');
        const copied = rows.length / (await insertByCopy(client, 'copied', rows));
        await client.query('drop table copied');
        rounds.push({ projected, byHand, copied });
      }
      return findingsOf(rounds, watch, filled.events, eachOnce ?? 0);
    });
  } finally {
    await stores.close();
  }
}

interface Rates {
  readonly projected: number;
  readonly byHand: number;
  readonly copied: number;
}

function findingsOf(rounds: readonly Rates[], watch: WriteWatch, events: number, eachOnce: number): Finding[] {
  const projected = median(rounds.map((round) => round.projected));
  const byHand = median(rounds.map((round) => round.byHand));
  const rows = countRows(watch.pages);
  return [
    atLeast({
      name: 'projection of the overview',
      unit: 'rows/s',
      value: projected,
      limit: byHand,
      bar: 0.5,
      against: `the rows that each page of ${EVENTS_PER_PAGE} left in the tables, written by hand-made set-based upserts a page, with the checkpoint, into empty tables with the same indexes`,
      notes: [`rows of the log; ${(rows / events).toFixed(1)} rows written for each, in ${watch.tables.length} tables`],
    }),
    beside('the same, each row written only once', eachOnce, 'rows/s', [
      `by hand, only what stands at the end (${(countRows(lastVersions(watch)) / events).toFixed(1)} rows each): ratio ${(projected / eachOnce).toFixed(2)}`,
    ]),
    limitItself({
      name: 'limit: upserts by hand',
      unit: 'rows written/s',
      value: (byHand * rows) / events,
      limit: median(rounds.map((round) => round.copied)),
      designRatio: UPSERTS_TO_COPY,
      designSays: '4-event-store says of COPY into the log (two rows an event, two tables, no search words)',
      against: 'COPY of the rows of the log',
    }),
  ];
}

/** Projects the whole log and returns the seconds it took, from when the tables were there. */
async function project({ pool, vault, eventStore }: Stores, store: EventStore): Promise<number> {
  const runner = createProjectionRunner({ pool, store, vault, readModels, log, pageSize: EVENTS_PER_PAGE });
  const head = await eventStore.head();
  await runner.start();
  const start = performance.now();
  await runner.caughtUpTo(head, 600_000);
  const seconds = secondsSince(start);
  await runner.stop();
  return seconds;
}

/** Projects page by page, and looks after each at what it has written. */
async function projectWatched(stores: Stores): Promise<WriteWatch> {
  const { pool, vault, eventStore } = stores;
  await pool.query('drop schema if exists overview, overview_data cascade');
  // The tables must be there to be watched before the first page is written.
  const empty = createProjectionRunner({
    pool,
    vault,
    readModels,
    log,
    store: { ...held(eventStore), subscribe: nothing },
  });
  await empty.start();
  await empty.stop();
  const watch = await watchWrites(pool);
  const between = async (checkpoint: number): Promise<void> => {
    while ((await leastPosition(stores)) < checkpoint) await new Promise((resolve) => setTimeout(resolve, 5));
    await watch.note();
  };
  const store: EventStore = {
    ...held(eventStore),
    async *subscribe(options) {
      let last: number | undefined;
      for await (const page of eventStore.subscribe(options)) {
        if (last !== undefined) await between(last);
        last = page.checkpoint;
        yield page;
      }
    },
  };
  const head = await eventStore.head();
  await project(stores, store);
  await between(head);
  return watch;
}

/** The store's methods on an object that another may be laid over. */
function held(store: EventStore): EventStore {
  return {
    append: (request) => store.append(request),
    appendAll: (requests) => store.appendAll(requests),
    lookUp: (ids) => store.lookUp(ids),
    readEvents: (ids) => store.readEvents(ids),
    readStream: (stream, options) => store.readStream(stream, options),
    readStreams: (streams) => store.readStreams(streams),
    readAll: (after, limit, filter) => store.readAll(after, limit, filter),
    readDigests: (after, limit) => store.readDigests(after, limit),
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    countAfter: (position) => store.countAfter(position),
    backlog: () => store.backlog(),
    close: () => store.close(),
  };
}

async function* nothing(): AsyncGenerator<never> {
  // No page.
}

async function leastPosition({ pool }: Stores): Promise<number> {
  const { rows } = await pool.query<{ position: string }>(
    'select min(position) as position from overview.checkpoint where served is not null',
  );
  return Number(rows[0]?.position ?? 0);
}
