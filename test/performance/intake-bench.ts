import type { Client, Pool } from 'pg';
import { appendAgain } from './append-bench.js';
import { createTwin, insertByCopy, insertByUnnest, readLog, secondsSince } from './append-limit.js';
import type { LogRow } from './append-limit.js';
import { atLeast, beside, limitItself, median } from './figures.js';
import type { Finding } from './figures.js';
import { settleServer, withClient } from './place.js';
import type { Place } from './place.js';
import { until, untilProjected } from './projected.js';
import type { Effort } from './effort.js';
import { sampleStream } from './sample-stream.js';
import { SOURCES, sourceRegistered } from './sample-words.js';
import { batchesOf, send } from './sending.js';
import type { Door } from './sending.js';

const BATCH = 100;
const SENDERS = 4;

/** What the machine's COPY and the design's own ratio of the two limits are: 4-event-store, 26,400 of 47,000 rows. */
const UNNEST_TO_COPY = 26_400 / 47_000;

interface Round {
  readonly accepted: number;
  readonly rows: number;
  readonly append: number;
  readonly unnest: number;
  readonly copy: number;
  /** Of the stored rows, in the mean. */
  readonly bytes: number;
}

/** The log that the rounds have filled, for the projection to be measured on. */
export interface FilledLog {
  readonly url: string;
  readonly pool: Pool;
  readonly events: number;
}

/**
 * Accepting through HTTP and appending alone, against the limit of the same rows: each round sends events, then writes
 * the rows that came of them in the three other ways, so that a slow moment of the machine falls on all of them.
 */
export async function measureIntake(place: Place, effort: Effort): Promise<{ findings: Finding[]; log: FilledLog }> {
  const { url, pool } = await place.createDatabase('intake');
  const again = await place.createDatabase('append');
  const stores = await place.openStores(again.url);
  await (await place.openStores(url)).close();
  const token = await place.mint({ roles: ['source'], sources: SOURCES });
  const rounds: Round[] = [];
  let events = 0;
  let catchUp = 0;
  await withClient(url, async (client) => {
    for (const table of ['limit_unnest', 'limit_copy']) await createTwin(client, table);
    await client.query(`select pg_advisory_lock(${PAGE_LOCK})`);
    const standalone = await place.startStandalone(url);
    try {
      const door = { url: standalone.url, token };
      const next = sampleStream(1);
      await send(
        door,
        batchesOf(
          SOURCES.map((source) => sourceRegistered(source, '2026-01-01T00:00:00Z')),
          BATCH,
        ),
        1,
      );
      for (let round = 0; round <= effort.intakeRounds; round++) {
        effort.tell(`intake, round ${round} of ${effort.intakeRounds}${round === 0 ? ' (to warm up)' : ''}`);
        const bodies = batchesOf(next(round === 0 ? effort.intakeWarmUpEvents : effort.intakeEvents), BATCH);
        const measured = await measureRound({ place, door, bodies, pool, client, store: stores.eventStore });
        if (round > 0) rounds.push(measured);
      }
      effort.tell('catch-up of the projections');
      events = Number((await pool.query<{ count: string }>('select count(*) from overblik.events')).rows[0]?.count);
      await client.query(`select pg_advisory_unlock(${PAGE_LOCK})`);
      catchUp = events / (await secondsOfCatchUp(pool));
    } finally {
      await standalone.end();
    }
    await client.query('drop table limit_unnest, limit_copy');
  }).finally(() => stores.close());
  return { findings: findingsOf(rounds, catchUp), log: { url, pool, events } };
}

interface RoundOf {
  readonly place: Place;
  readonly door: Door;
  readonly bodies: readonly Buffer[];
  readonly pool: Pool;
  readonly client: Client;
  readonly store: Parameters<typeof appendAgain>[0];
}

async function measureRound({ place, door, bodies, pool, client, store }: RoundOf): Promise<Round> {
  const head = await pool.query<{ head: string | null }>('select max(position) as head from overblik.events');
  await settleServer(place.pool);
  const { accepted, seconds } = await send(door, bodies, SENDERS);
  const rows = await readLog(pool, Number(head.rows[0]?.head ?? 0));
  const unnest = rows.length / (await insertByUnnest(client, 'limit_unnest', rows));
  const append = rows.length / (await appendAgain(store, rows));
  const copy = rows.length / (await insertByCopy(client, 'limit_copy', rows));
  const bytes = rows.reduce((sum, row) => sum + sizeOf(row), 0) / rows.length;
  return { accepted: accepted / seconds, rows: rows.length / seconds, append, unnest, copy, bytes };
}

const sizeOf = ({ metadata, data }: LogRow): number => metadata.length + data.length;

function findingsOf(rounds: readonly Round[], catchUp: number): Finding[] {
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const limit = middle(({ unnest }) => unnest);
  const against =
    'unnest inserts of 500 of the same rows a statement, same table and indexes, text arrays, one connection, no validation, no encryption';
  const size = Math.round(middle(({ bytes }) => bytes));
  const written = middle(({ rows }) => rows);
  return [
    atLeast({
      name: 'accepted through HTTP',
      unit: 'events/s',
      value: middle(({ accepted }) => accepted),
      limit,
      bar: 0.3,
      against,
      notes: [
        `batches of ${BATCH} from ${SENDERS} senders, projectors paused; rows of ${size} bytes; with the mentions of parties, which are rows too, ${Math.round(written)} rows/s: ${(written / limit).toFixed(2)}`,
      ],
    }),
    beside('catch-up of the projections', catchUp, 'rows/s', [
      'by the same process, when it was let go after those rounds',
    ]),
    atLeast({ name: 'append alone', unit: 'rows/s', value: middle(({ append }) => append), limit, bar: 0.6, against }),
    limitItself({
      name: 'limit: unnest inserts',
      unit: 'rows/s',
      value: limit,
      limit: middle(({ copy }) => copy),
      designRatio: UNNEST_TO_COPY,
      designSays: '4-event-store says of COPY',
      against: 'COPY of the same rows into the same table',
    }),
  ];
}

/** Each page is written under this lock, shared: whoever holds it alone keeps the projectors of every process from writing. */
const PAGE_LOCK = `hashtext('overblik.pages')`;

/** The seconds from when a projector has begun until the read models have read everything. */
async function secondsOfCatchUp(pool: Pool): Promise<number> {
  await until(
    pool,
    `select exists (select 1 from pg_locks where locktype = 'advisory' and granted
    and objid = (${PAGE_LOCK}::bigint & 4294967295)::oid and database = (select oid from pg_database where datname = current_database())) as done`,
  );
  const start = performance.now();
  await untilProjected(pool);
  return secondsSince(start);
}
