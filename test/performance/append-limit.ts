import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { NewEvent } from '#event-store';

/** Rows of the benchmark: as many a statement, a stream and an event as the design's figures were measured with. */
export const ROWS_PER_STATEMENT = 500;
const STREAMS_PER_STATEMENT = 100;
const COPY_CHUNKS = 10;
const METADATA_BYTES = 330;
const DATA_BYTES = 320;

/** Events a second of one way of writing. */
export interface AppendFigure {
  readonly events: number;
  readonly seconds: number;
  readonly perSecond: number;
}

/** One event of about 650 bytes with a random id (as UUIDv5 and v8 are) and bytes that do not compress (as ciphertext). */
export function sampleEvent(): NewEvent {
  const id = randomBytes(16).toString('hex');
  const eventId = `${id.slice(0, 8)}-${id.slice(8, 12)}-5${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20)}`;
  const metadata = JSON.stringify({ authority: '29189846', id: eventId, contentHash: id }).padEnd(METADATA_BYTES);
  return { eventId, type: 'case.progress-changed', metadata, data: randomBytes(DATA_BYTES) };
}

/** The stream of an event: of a statement's 500 events, five each go to 100 streams, new ones each statement. */
export function sampleStream(statement: number, index: number): string {
  const hash = createHash('sha1')
    .update(`${statement}/${index % STREAMS_PER_STATEMENT}`)
    .digest('hex');
  return `case-29189846-${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

interface Row {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly event: NewEvent;
}

/**
 * The limit that appends are held against: the same rows into the same table with the same indexes by one `unnest`
 * insert of 500 rows, arrays as text, on one connection; no locks, no revisions, no look for duplicates.
 */
export async function measureUnnestLimit(pool: Pool, seconds = 5): Promise<AppendFigure> {
  return withLimitTable(pool, async (client, table) => {
    const text = `insert into ${table} (position, event_id, stream, revision, type, bucket, recorded_at, metadata, data)
      select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::smallint[],
                           $7::timestamptz[], $8::text[], $9::bytea[])`;
    return timed(seconds, async (statement) => {
      const rows = rowsOf(statement);
      const now = new Date().toISOString();
      return async () => {
        const values = [
          rows.map(({ position }) => position),
          rows.map(({ event }) => event.eventId),
          rows.map(({ stream }) => stream),
          rows.map(({ revision }) => revision),
          rows.map(({ event }) => event.type),
          rows.map(({ position }) => position % 256),
          rows.map(() => now),
          rows.map(({ event }) => event.metadata),
          rows.map(({ event }) => event.data),
        ];
        await client.query({ name: 'limit-unnest', text, values });
      };
    });
  });
}

/** What the machine can do at all: COPY of the same rows into the same table, 5,000 a statement, lines made before. */
export async function measureCopyLimit(pool: Pool, seconds = 5): Promise<AppendFigure> {
  return withLimitTable(pool, async (client, table) => {
    const prepare = async (statement: number): Promise<() => Promise<void>> => {
      const chunks = Array.from({ length: COPY_CHUNKS }, (_, chunk) =>
        Buffer.from(
          rowsOf(statement * COPY_CHUNKS + chunk)
            .map(copyLine)
            .join(''),
        ),
      );
      return () => pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${table} from stdin`)));
    };
    return timed(seconds, prepare, ROWS_PER_STATEMENT * COPY_CHUNKS);
  });
}

/**
 * Runs prepared statements for some seconds, after a second to warm up. Making the sample is not part of the time:
 * the rows of each statement are made before its clock starts.
 */
export async function timed(
  seconds: number,
  prepare: (statement: number) => Promise<() => Promise<void>>,
  eventsPerStatement = ROWS_PER_STATEMENT,
): Promise<AppendFigure> {
  let statement = 0;
  let spent = 0;
  let events = 0;
  const runFor = async (duration: number): Promise<void> => {
    spent = 0;
    events = 0;
    while (spent < duration) {
      const run = await prepare(statement++);
      const start = performance.now();
      await run();
      spent += (performance.now() - start) / 1_000;
      events += eventsPerStatement;
    }
  };
  await runFor(1);
  await runFor(seconds);
  return { events, seconds: spent, perSecond: Math.round(events / spent) };
}

function rowsOf(statement: number): Row[] {
  return Array.from({ length: ROWS_PER_STATEMENT }, (_, index) => ({
    position: statement * ROWS_PER_STATEMENT + index + 1,
    stream: sampleStream(statement, index),
    revision: Math.floor(index / STREAMS_PER_STATEMENT),
    event: sampleEvent(),
  }));
}

function copyLine({ position, stream, revision, event }: Row): string {
  const { eventId, type, metadata, data } = event;
  const hex = `\\\\x${data.toString('hex')}`;
  return `${position}\t${eventId}\t${stream}\t${revision}\t${type}\t${position % 256}\tnow\t${metadata}\t${hex}\n`;
}

async function withLimitTable<T>(pool: Pool, measure: (client: PoolClient, table: string) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('drop table if exists public.append_limit');
    await client.query('create table public.append_limit (like overblik.events including all)');
    await client.query('checkpoint');
    return await measure(client, 'public.append_limit');
  } finally {
    await client.query('drop table if exists public.append_limit');
    client.release();
  }
}
