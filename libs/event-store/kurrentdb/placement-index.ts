import type { Pool, QueryConfig } from 'pg';
import type { AppendRequest, EventTrace, StoredEvent } from '../event-store.js';
import { bigintArray, intArray, textArray, uuidArray } from '../postgres/binary-arrays.js';
import { instantSql } from '../postgres/instant-sql.js';
import { expectedNumber } from '../postgres/judgement.js';
import { FLUSHES, PLACEMENTS } from './flush-functions.js';

/** Runs statements: the session that holds the lock, or the pool. */
export type Database = Pick<Pool, 'query'>;

/** What is known of an event that stands in the cluster. */
export type PlacedEvent = Pick<StoredEvent, 'eventId' | 'stream' | 'revision' | 'position' | 'recordedAt' | 'metadata'>;

/** A flush that was begun. */
export interface OpenFlush {
  readonly id: number;
  /** When its events are recorded. */
  readonly stamp: string;
  /** The last position known before it. */
  readonly head: number;
  /** The last revision of each request's stream, -1 where there is none. */
  readonly heads: readonly number[];
}

/** What came of beginning a flush: begun, not all of it can be written, or an earlier one was never ended. */
export type Opening =
  | { readonly kind: 'open'; readonly flush: OpenFlush }
  | { readonly kind: 'refused'; readonly refused: string }
  | { readonly kind: 'unsettled' };

interface OpeningRow {
  readonly flush: string | null;
  readonly stamp: string;
  readonly head: string;
  readonly heads: string;
  readonly refused: string | null;
  readonly unsettled: boolean;
}

/** What was looked up, and whether one of the ids is on its way into the log or may have come there. */
export interface LookUp {
  readonly traces: Map<string, EventTrace>;
  readonly isInFlight: boolean;
}

type TraceRow = EventTrace & { readonly id: string | null; readonly inFlight: boolean };

/**
 * The index, in the database, of a log in the cluster, which can tell neither where an id stands nor of two streams at
 * once. Flushes are noted before they are sent and again when their place is known, so that after a crash whoever comes
 * next knows which streams to look at: at no time is the index trusted beyond what it knows.
 */
export class PlacementIndex {
  constructor(private readonly pool: Pool) {}

  /** @param session the one that holds the writing lock */
  async open(session: Database, requests: readonly AppendRequest[]): Promise<Opening> {
    const { rows } = await session.query<OpeningRow>(openStatement(requests));
    const [row] = rows;
    if (row === undefined) throw new Error('the opening of a flush returned nothing');
    if (row.unsettled) return { kind: 'unsettled' };
    if (row.refused !== null) return { kind: 'refused', refused: row.refused };
    const heads = row.heads.split(',').map(Number);
    return { kind: 'open', flush: { id: Number(row.flush), stamp: row.stamp, head: Number(row.head), heads } };
  }

  /** Notes where events stand, ends the flushes. */
  async close(database: Database, flushes: readonly number[], events: readonly PlacedEvent[]): Promise<void> {
    await database.query({
      name: 'overblik-close-cluster-flushes',
      text: 'select overblik.close_cluster_flushes($1, $2, $3, $4, $5, $6, $7)',
      values: [
        bigintArray(flushes),
        uuidArray(events.map(({ eventId }) => eventId)),
        textArray(events.map(({ stream }) => stream)),
        intArray(events.map(({ revision }) => revision)),
        bigintArray(events.map(({ position }) => position)),
        textArray(events.map(({ recordedAt }) => recordedAt)),
        textArray(events.map(({ metadata }) => metadata)),
      ],
    });
  }

  /** The flushes that were begun and not ended. */
  async openFlushes(database: Database): Promise<{ ids: number[]; streams: string[] }> {
    const { rows } = await database.query<{ flush_id: string; streams: string[] }>(
      `select flush_id, streams from ${FLUSHES}`,
    );
    return {
      ids: rows.map(({ flush_id: id }) => Number(id)),
      streams: [...new Set(rows.flatMap(({ streams }) => streams))],
    };
  }

  /** The last revision known of each stream; a stream that is not known is left out. */
  async heads(database: Database, streams: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await database.query<{ stream: string; revision: number }>(
      `select stream, max(revision) as revision from ${PLACEMENTS} where stream = any($1::text[]) group by stream`,
      [textArray(streams)],
    );
    return new Map(rows.map(({ stream, revision }) => [stream, revision]));
  }

  async lookUp(eventIds: readonly string[]): Promise<LookUp> {
    const { rows } = await this.pool.query<TraceRow>({
      text: `select sought.id, e.position::float8 as position, e.stream, e.metadata,
          ${instantSql('e.recorded_at')} as "recordedAt",
          exists (select from ${FLUSHES} f where f.event_ids && $1::uuid[]) as "inFlight"
        from (values (1)) as one(row)
        left join (unnest($1::uuid[]) as sought(id) cross join lateral (
          select * from ${PLACEMENTS} k where k.event_id = sought.id order by k.position limit 1
        ) e) on true`,
      values: [uuidArray(eventIds)],
    });
    const traces = new Map<string, EventTrace>();
    for (const { id, position, recordedAt, stream, metadata } of rows) {
      if (id !== null) traces.set(id, { position, recordedAt, stream, metadata });
    }
    return { traces, isInFlight: rows.some(({ inFlight }) => inFlight) };
  }

  /** Where those of the ids stand that are known. */
  async placesOf(eventIds: readonly string[]): Promise<Pick<StoredEvent, 'stream' | 'revision'>[]> {
    const { rows } = await this.pool.query<Pick<StoredEvent, 'stream' | 'revision'>>({
      text: `select e.stream, e.revision from (select distinct unnest($1::uuid[]) as id) as sought
        cross join lateral (select * from ${PLACEMENTS} k where k.event_id = sought.id order by k.position limit 1) e`,
      values: [uuidArray(eventIds)],
    });
    return rows;
  }

  /** How many events stand after a position. */
  async countAfter(position: number): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>(
      `select count(*) from ${PLACEMENTS} where position > $1`,
      [position],
    );
    return Number(rows[0]?.count ?? 0);
  }
}

function openStatement(requests: readonly AppendRequest[]): QueryConfig {
  const ids: string[] = [];
  const ofRequest: number[] = [];
  const streams: string[] = [];
  requests.forEach(({ stream, events }, index) => {
    for (const { eventId } of events) {
      ids.push(eventId);
      ofRequest.push(index + 1);
      streams.push(stream);
    }
  });
  return {
    name: 'overblik-open-cluster-flush',
    text: 'select * from overblik.open_cluster_flush($1, $2, $3, $4, $5)',
    values: [
      textArray(requests.map(({ stream }) => stream)),
      intArray(requests.map(({ expectedRevision }) => expectedNumber(expectedRevision))),
      uuidArray(ids),
      intArray(ofRequest),
      textArray(streams),
    ],
  };
}
