import { pongoSingleStreamProjection } from '@event-driven-io/emmett-postgresql';
import { secondsSince } from '../append-limit.js';
import type { LogRow } from '../append-limit.js';
import { settleServer } from '../place.js';
import type { Place } from '../place.js';
import { until } from '../projected.js';
import { runCallers } from './calls.js';
import { openEmmett } from './emmett-log.js';
import type { EmmettEvent } from './emmett-log.js';

/** `document`: a document an object, folded by emmett's own projection; `row`: one prepared upsert an event, no more. */
export type EmmettReadModel = 'document' | 'row';

/** Emmett's consumer on a store of its own. Its handlers get one message at a time, whatever the page. */
export interface EmmettReader {
  /** Appends the rows while the consumer runs, until it has come to the last of them. */
  project(
    rows: readonly LogRow[],
    opened: ReadonlyMap<number, EmmettEvent>,
  ): Promise<{ readonly rate: number; readonly missed: number }>;
  close(): Promise<void>;
}

type ObjectDocument = { changes: number; last: Record<string, unknown> };

const CALLERS = 16;
const EVENTS_PER_CALL = 10;
const UPSERT = `insert into seen (stream, type, data) values ($1, $2, $3)
  on conflict (stream) do update set type = excluded.type, data = excluded.data`;

/** Opens an empty store with one read model. */
export async function openEmmettReader(place: Place, kind: EmmettReadModel): Promise<EmmettReader> {
  const emmett = await openEmmett(place, `live_emmett_${kind}`);
  const { pool } = emmett;
  let handled = 0;
  const consumer = emmett.store.consumer({ pulling: { batchSize: 1_000, pullingFrequencyInMs: 1 } });
  if (kind === 'row') {
    await pool.query('create table seen (stream text primary key, type text, data jsonb)');
    consumer.reactor({
      processorId: 'seen',
      eachMessage: async ({ type, data, metadata }, { connection }) => {
        const values = [metadata.streamName, type, JSON.stringify(data)];
        await connection.client.query({ name: 'seen', text: UPSERT, values });
        handled++;
      },
    });
  }
  return {
    async project(rows, opened) {
      const objects = new Map<string, EmmettEvent[]>();
      for (const { stream, position } of rows) {
        const event = opened.get(position);
        if (event !== undefined) objects.set(stream, [...(objects.get(stream) ?? []), event]);
      }
      if (kind === 'document') {
        consumer.projector({
          projection: pongoSingleStreamProjection<ObjectDocument, EmmettEvent>({
            collectionName: 'objects',
            canHandle: [...new Set(rows.map(({ type }) => type))],
            initialState: () => ({ changes: 0, last: {} }),
            evolve: (document: ObjectDocument, { data }: EmmettEvent) => {
              handled++;
              return { changes: document.changes + 1, last: { ...document.last, ...data } };
            },
          }),
        });
      }
      const lists = callsByObject(objects);
      await settleServer(place.pool);
      const start = performance.now();
      const consuming = consumer.start();
      let last = 0n;
      await runCallers(lists, async ({ stream, events }) => {
        const position = await emmett.append(stream, events);
        if (position > last) last = position;
      });
      await until(
        pool,
        `select coalesce(max(last_processed_checkpoint::text::bigint), 0) >= ${last} as done from emt_processors`,
      );
      const seconds = secondsSince(start);
      await consumer.stop();
      await consuming;
      const events = lists.flat().reduce((sum, call) => sum + call.events.length, 0);
      return { rate: handled / seconds, missed: events - handled };
    },
    async close() {
      await consumer.close();
      await emmett.store.close();
    },
  };
}

interface EmmettCall {
  readonly stream: string;
  readonly events: readonly EmmettEvent[];
}

/** An object's events in their order, by one caller; up to ten of them a call. */
function callsByObject(objects: ReadonlyMap<string, readonly EmmettEvent[]>): EmmettCall[][] {
  const lists: EmmettCall[][] = Array.from({ length: CALLERS }, () => []);
  [...objects].forEach(([stream, events], index) => {
    for (let at = 0; at < events.length; at += EVENTS_PER_CALL)
      lists[index % CALLERS]?.push({ stream, events: events.slice(at, at + EVENTS_PER_CALL) });
  });
  return lists;
}
