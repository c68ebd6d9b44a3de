import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A row of the log as intake wrote it. */
export interface LogRow {
  readonly position: number;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly bucket: number;
  readonly recordedAt: string;
  readonly metadata: string;
  readonly data: Buffer;
}

/** As many a statement as the design's figures were measured with. */
export const ROWS_PER_STATEMENT = 500;
const ROWS_PER_CHUNK = 500;

/** What was appended after the position, in the log's own order. */
export async function readLog(pool: Pool, after: number): Promise<LogRow[]> {
  const { rows } = await pool.query<Omit<LogRow, 'position'> & { position: string }>(
    `select position, event_id as "eventId", stream, revision, type, bucket, recorded_at as "recordedAt", metadata, data
       from overblik.events where position > $1 order by position`,
    [after],
  );
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** An empty table with the log's columns and indexes, and nothing of its functions. */
export async function createTwin(client: Client, table: string): Promise<void> {
  await client.query(`create table ${table} (like overblik.events including all)`);
}

/**
 * The limit that accepting and appending are held against: the same rows into the same table with the same indexes by
 * `unnest` inserts of 500 rows, arrays as text, on one connection; no locks, no revisions, no look for duplicates.
 * Returns the seconds it took.
 */
export async function insertByUnnest(client: Client, table: string, rows: readonly LogRow[]): Promise<number> {
  const text = `insert into ${table} (position, event_id, stream, revision, type, bucket, recorded_at, metadata, data)
    select * from unnest($1::bigint[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::smallint[],
                         $7::timestamptz[], $8::text[], $9::bytea[])`;
  const name = `limit ${table}`;
  const start = performance.now();
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const part = rows.slice(at, at + ROWS_PER_STATEMENT);
    const values = [
      part.map(({ position }) => position),
      part.map(({ eventId }) => eventId),
      part.map(({ stream }) => stream),
      part.map(({ revision }) => revision),
      part.map(({ type }) => type),
      part.map(({ bucket }) => bucket),
      part.map(({ recordedAt }) => recordedAt),
      part.map(({ metadata }) => metadata),
      part.map(({ data }) => data),
    ];
    await client.query({ name, text, values });
  }
  return secondsSince(start);
}

/** What the machine can do at all: the same rows by one COPY, its lines made before the clock runs. */
export async function insertByCopy(client: Client, table: string, rows: readonly LogRow[]): Promise<number> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < rows.length; at += ROWS_PER_CHUNK) {
    chunks.push(
      Buffer.from(
        rows
          .slice(at, at + ROWS_PER_CHUNK)
          .map(copyLine)
          .join(''),
      ),
    );
  }
  const start = performance.now();
  await pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${table} from stdin`)));
  return secondsSince(start);
}

/** Since `performance.now()` said so. */
export function secondsSince(start: number): number {
  return (performance.now() - start) / 1_000;
}

function copyLine(row: LogRow): string {
  const { position, eventId, stream, revision, type, bucket, recordedAt, metadata, data } = row;
  const cells = [
    position,
    eventId,
    stream,
    revision,
    type,
    bucket,
    recordedAt,
    escaped(metadata),
    `\\\\x${data.toString('hex')}`,
  ];
  return `${cells.join('\t')}\n`;
}

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) =>
    character === '\\' ? '\\\\' : `\\x${character.charCodeAt(0).toString(16)}`,
  );
}
