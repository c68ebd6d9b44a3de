import type { Pool } from 'pg';
import type {
  EventDigest,
  EventFilter,
  EventPage,
  EventTrace,
  ReadStreamOptions,
  StoredEvent,
} from '../event-store.js';
import { isForgottenSql, sealedHashSql } from '../forgotten-data.js';
import type { LogName } from './append-function.js';
import { uuidArray } from './binary-arrays.js';
import { instantSql } from './instant-sql.js';

/** Positions a filtered read looks through at most: its answer time does not hang on how seldom the filter matches. */
const FILTER_WINDOW = 20_000;
const LAST_REVISION = 2 ** 31 - 1;
const OID = { bool: 16, bytea: 17, int8: 20, int2: 21, int4: 23 };

const RECORDED_AT = instantSql('e.recorded_at');
const COLUMNS = `e.position, e.event_id, e.stream, e.revision, e.type, e.bucket, ${RECORDED_AT}, e.metadata, e.data`;

/** The server hashes what it holds, so that data need not travel; the era tells instants before our own apart. */
const digestColumns = (log: LogName): string => `e.position, e.event_id, e.stream, e.revision, e.type, e.bucket,
  to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"BC'), e.metadata, ${log === 'access_log' ? `${sealedHashSql('e.data')}, ${isForgottenSql('e.data')}` : 'sha256(e.data), false'}`;

const OUR_ERA = 'AD';

/** Parsers of our own for each result: the pool's may be set to anything, and rows as arrays are cheaper to build. */
const asStored = {
  rowMode: 'array' as const,
  types: { getTypeParser: (oid: number) => parserOf(oid) },
};

type EventRow = [number, string, string, number, string, number, string, string, Buffer];
type DigestRow = [
  ...[number, string, string, number, string, number, recordedAt: string | null, string, Buffer],
  isForgotten: boolean,
];
type PageRow = [head: number, ...event: EventRow | [null]];

/**
 * The reading half of the PostgreSQL adapter. Its statements are not prepared by name: a plan kept from when a table was
 * tiny would scan the whole of it long after it has grown, and planning anew costs a tenth of a millisecond.
 */
export class LogReader {
  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly log: LogName,
  ) {}

  async head(): Promise<number> {
    const text = 'select position from overblik.log_position where log = $1';
    const [row] = await this.#rows<[number]>(text, [this.log]);
    return row?.[0] ?? 0;
  }

  /**
   * The head is read in the page's own snapshot: up to it, what the page does not show does not match. Positions are
   * dense, so an unfiltered page of n events lies within n positions, and no plan can be worse than to read those.
   */
  async readAll(after: number, limit: number, filter: EventFilter = {}): Promise<EventPage> {
    const { types, streamPrefixes } = filter;
    const isFiltered = types !== undefined || streamPrefixes !== undefined;
    const end = after + (isFiltered ? Math.max(FILTER_WINDOW, limit) : limit);
    const values: unknown[] = [this.log, after, end, limit];
    if (isFiltered) values.push(types ?? null, streamPrefixes?.map(likePrefix) ?? null);
    const rows = await this.#rows<PageRow>(this.#pageSql(isFiltered), values);
    const head = rows[0]?.[0] ?? 0;
    const events = rows.flatMap(([, ...row]) => (isEvent(row) ? storedEvent(row) : []));
    const last = events.at(-1)?.position ?? after;
    const checkpoint = events.length === limit ? last : Math.max(last, Math.min(end, head));
    return { events, checkpoint, caughtUp: checkpoint >= head };
  }

  async readStream(stream: string, { from, limit, backwards = false }: ReadStreamOptions): Promise<StoredEvent[]> {
    const [comparison, order] = backwards ? ['<=', 'desc'] : ['>=', 'asc'];
    const text = `select ${COLUMNS} from overblik.${this.log} e
      where e.stream = $1 and e.revision ${comparison} $2 order by e.revision ${order} limit $3`;
    const start = from ?? (backwards ? LAST_REVISION : 0);
    return (await this.#rows<EventRow>(text, [stream, start, limit ?? null])).map(storedEvent);
  }

  async readStreams(streams: readonly string[]): Promise<StoredEvent[]> {
    const text = `select ${COLUMNS} from overblik.${this.log} e where e.stream = any($1::text[]) order by e.position`;
    return (await this.#rows<EventRow>(text, [streams])).map(storedEvent);
  }

  async readEvents(eventIds: readonly string[]): Promise<StoredEvent[]> {
    const text = `select ${COLUMNS} from (select distinct unnest($1::uuid[]) as id) as sought
      cross join lateral (select * from overblik.${this.log} k where k.event_id = sought.id limit 1) e order by e.position`;
    return (await this.#rows<EventRow>(text, [uuidArray(eventIds)])).map(storedEvent);
  }

  async readDigests(after: number | null, limit: number): Promise<EventDigest[]> {
    const text = `select ${digestColumns(this.log)} from overblik.${this.log} e
      ${after === null ? '' : 'where e.position > $2'} order by e.position limit $1`;
    return (await this.#rows<DigestRow>(text, after === null ? [limit] : [limit, after])).map(eventDigest);
  }

  async lookUp(eventIds: readonly string[]): Promise<Map<string, EventTrace>> {
    const text = `select e.event_id, e.position, ${RECORDED_AT}, e.stream, e.metadata
      from unnest($1::uuid[]) as sought(id)
      cross join lateral (select * from overblik.${this.log} k where k.event_id = sought.id limit 1) e`;
    const rows = await this.#rows<[string, number, string, string, string]>(text, [uuidArray(eventIds)]);
    return new Map(
      rows.map(([id, position, recordedAt, stream, metadata]) => [id, { position, recordedAt, stream, metadata }]),
    );
  }

  #pageSql(isFiltered: boolean): string {
    const filter = `and ($5::text[] is null or e.type = any($5::text[]))
                    and ($6::text[] is null or e.stream like any($6::text[]))`;
    return `select h.position, page.* from overblik.log_position h
      left join lateral (
        select ${COLUMNS} from overblik.${this.log} e
        where e.position > $2 and e.position <= $3 ${isFiltered ? filter : ''}
        order by e.position limit $4
      ) page on true
      where h.log = $1 order by page.position`;
  }

  async #rows<Row extends unknown[]>(text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>({ text, values, ...asStored })).rows;
  }
}

function isEvent(row: EventRow | [null]): row is EventRow {
  return row[0] !== null;
}

function storedEvent(row: EventRow): StoredEvent {
  const [position, eventId, stream, revision, type, bucket, recordedAt, metadata, data] = row;
  return { eventId, type, metadata, data, stream, revision, position, recordedAt, bucket };
}

function eventDigest(row: DigestRow): EventDigest {
  const [position, eventId, stream, revision, type, bucket, recordedAt, metadata, dataHash, isForgotten] = row;
  const instant = recordedAt?.endsWith(OUR_ERA) === true ? recordedAt.slice(0, -OUR_ERA.length) : (recordedAt ?? '');
  return { eventId, type, metadata, dataHash, isForgotten, stream, revision, position, recordedAt: instant, bucket };
}

function parserOf(oid: number): (text: string) => unknown {
  if (oid === OID.int8 || oid === OID.int4 || oid === OID.int2) return Number;
  if (oid === OID.bool) return (text) => text === 't';
  return oid === OID.bytea ? (text) => Buffer.from(text.slice(2), 'hex') : (text) => text;
}

function likePrefix(prefix: string): string {
  return `${prefix.replace(/[\\%_]/g, '\\$&')}%`;
}
