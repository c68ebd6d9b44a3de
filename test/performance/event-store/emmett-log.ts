import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import type { PostgresEventStore } from '@event-driven-io/emmett-postgresql';
import type { Pool } from 'pg';
import type { LogRow } from '../append-limit.js';
import type { Place } from '../place.js';
import type { SealedLog } from './sealed-log.js';

/** An event as emmett takes it: JSON, nothing sealed. */
export interface EmmettEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
}

/** An emmett store with a database of its own on the same server. */
export interface EmmettLog {
  readonly pool: Pool;
  readonly store: PostgresEventStore;
  /** The last global position that it gave for what was appended. */
  append(stream: string, events: readonly EmmettEvent[]): Promise<bigint>;
}

/** An empty one, with its schema made. */
export async function openEmmett(place: Place, name: string): Promise<EmmettLog> {
  const { url, pool } = await place.createDatabase(name);
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  return {
    pool,
    store,
    async append(stream, events) {
      const { lastEventGlobalPosition } = await store.appendToStream(stream, [...events]);
      return lastEventGlobalPosition;
    },
  };
}

/** The same events in the open, by the rows' ids: what was sealed takes 29 bytes more than this. */
export async function openedEvents({ stores, rows }: SealedLog, count: number): Promise<Map<number, EmmettEvent>> {
  const wanted = rows.slice(0, count) as (LogRow & { recordedAt: never })[];
  const opened = await stores.vault.open(wanted);
  return new Map(
    opened.map((event, index) => {
      const { type = '', metadata = '{}' } = wanted[index] ?? {};
      const data = event.data as Record<string, unknown>;
      return [event.position, { type, data, metadata: JSON.parse(metadata) as Record<string, unknown> }];
    }),
  );
}
