import type { Pool, PoolClient } from 'pg';
import type { Instant } from '#contracts';
import type { Fault } from './faults.js';
import type { PageTransaction } from './page-transaction.js';

/*
 * Two tables in the schema `overview`, disposable as the read models are: which keys are parked and why, and which events
 * of them wait. They hold uuids, positions and names of event types, and nothing of what an event says.
 */

/** A key that was just parked. */
export interface NewlyParked extends Fault {
  readonly id: string;
  readonly readModel: string;
  readonly key: string;
  readonly authority: string;
  readonly source: string;
  readonly position: number;
  readonly since: Instant;
}

/** An event that waits; the page that it came in began after `after`, from where it can be read again. */
export interface PutAside {
  readonly readModel: string;
  readonly key: string;
  readonly position: number;
  readonly after: number;
  readonly eventId: string;
  readonly type: string;
}

/** What an operator may ask for a parked key. */
export type ParkedAct = 'replay' | 'drop';

/** A parked key, as operators are told of it. */
export interface ParkedKey extends Fault {
  /** Of this parking: a key that is parked again has another. */
  readonly id: string;
  readonly readModel: string;
  readonly key: string;
  readonly authority: string;
  readonly source: string;
  /** Its first parked event, and its last. */
  readonly position: number;
  readonly lastPosition: number;
  readonly events: number;
  readonly since: Instant;
  /** What was asked and is not done yet. */
  readonly asked: ParkedAct | null;
}

const TABLES = `
  create table if not exists overview.parked_key (read_model text, key text, id uuid not null, authority text not null,
    source text not null, position bigint not null, code text not null, place text, since timestamptz not null, asked text,
    primary key (read_model, key));
  create table if not exists overview.parked_event (read_model text, key text, position bigint, after_position bigint not null,
    event_id uuid not null, type text not null, primary key (read_model, key, position))`;

/** Makes the tables, beside those of the read models; one process at a time. */
export async function createParkingTables(pool: Pool): Promise<void> {
  await pool.query(`begin; select pg_advisory_xact_lock(hashtext('overblik.overview.schema')); ${TABLES}; commit`);
}

/** Parks keys, and puts events aside; what stands there already stays as it is. */
export function insertParked(
  transaction: PageTransaction,
  keys: readonly NewlyParked[],
  events: readonly PutAside[],
): void {
  if (keys.length > 0) {
    transaction.write({
      text: `insert into overview.parked_key (read_model, key, id, authority, source, position, code, place, since)
        select * from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::timestamptz[])
        on conflict do nothing`,
      values: columns(keys, 'readModel', 'key', 'id', 'authority', 'source', 'position', 'code', 'place', 'since'),
    });
  }
  transaction.write({
    text: `insert into overview.parked_event (read_model, key, position, after_position, event_id, type)
      select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::uuid[], $6::text[]) on conflict do nothing`,
    values: columns(events, 'readModel', 'key', 'position', 'after', 'eventId', 'type'),
  });
}

function columns<T>(rows: readonly T[], ...names: readonly (keyof T)[]): unknown[] {
  return names.map((name) => rows.map((row) => row[name]));
}

/** Forgets keys and the events that wait for them. */
export function deleteParked(
  transaction: Pick<PageTransaction, 'write'>,
  keys: readonly { readonly readModel: string; readonly key: string }[],
): void {
  for (const table of ['parked_event', 'parked_key']) {
    transaction.write({
      text: `delete from overview.${table} p using unnest($1::text[], $2::text[]) as u (read_model, key)
        where p.read_model = u.read_model and p.key = u.key`,
      values: columns(keys, 'readModel', 'key'),
    });
  }
}

/**
 * Forgets what was parked of tables that are no more. A key is parked in the transaction that moves the checkpoint past
 * it, so one that lies beyond the checkpoint belongs to a read model that has been emptied since.
 */
export async function forgetOfEmptied(client: PoolClient): Promise<void> {
  await client.query(`with gone as (
      delete from overview.parked_key k using overview.checkpoint c
        where c.name = k.read_model and c.position < k.position returning k.read_model, k.key)
    delete from overview.parked_event e using gone where e.read_model = gone.read_model and e.key = gone.key`);
}

/** The names of all parked keys. */
export async function readHeld(client: PoolClient): Promise<{ readModel: string; key: string }[]> {
  const { rows } = await client.query<{ read_model: string; key: string }>(
    'select read_model, key from overview.parked_key',
  );
  return rows.map(({ read_model: readModel, key }) => ({ readModel, key }));
}

/** Every parked key, by read model and by the position at which it was parked. */
export async function readParked(client: Pool | PoolClient): Promise<ParkedKey[]> {
  const { rows } = await client.query<
    Fault & { id: string; read_model: string; key: string; authority: string; source: string } & {
      position: string;
      last_position: string;
      events: string;
      since: Instant;
      asked: ParkedAct | null;
    }
  >(`select k.id, k.read_model, k.key, k.authority, k.source, k.position, k.code, k.place, k.asked,
      k.since, count(e.position) as events, coalesce(max(e.position), k.position) as last_position
    from overview.parked_key k join overview.checkpoint c on c.name = k.read_model and c.position >= k.position
      left join overview.parked_event e on e.read_model = k.read_model and e.key = k.key
    group by k.read_model, k.key order by k.read_model, k.position, k.key`);
  return rows.map(({ read_model: readModel, last_position: last, position, events, ...rest }) => ({
    ...rest,
    readModel,
    position: Number(position),
    lastPosition: Number(last),
    events: Number(events),
  }));
}

/** Whether anything was asked that is not done yet. */
export async function isAnythingAsked(client: Pool | PoolClient): Promise<boolean> {
  const { rows } = await client.query('select from overview.parked_key where asked is not null limit 1');
  return rows.length > 0;
}

/** The answer to what was asked where the key stays parked. */
export async function answerStillParked(client: PoolClient, id: string, { code, place }: Fault): Promise<void> {
  await client.query('update overview.parked_key set asked = null, code = $2, place = $3 where id = $1', [
    id,
    code,
    place,
  ]);
}

/** Asks the projector, whichever process it is, to do this with the parked keys of these ids; it does so within a second or two. */
export async function askOfParked(pool: Pool, ids: readonly string[], act: ParkedAct): Promise<void> {
  await pool.query('update overview.parked_key set asked = $2 where id = any($1::uuid[])', [ids, act]);
}

/** Parked keys and events of each read model that has any. */
export async function countParked(pool: Pool): Promise<Map<string, { keys: number; events: number }>> {
  const { rows } = await pool.query<{ read_model: string; keys: string; events: string }>(
    `select read_model, count(distinct key) as keys, count(*) as events from overview.parked_event group by read_model`,
  );
  return new Map(
    rows.map(({ read_model: readModel, keys, events }) => [readModel, { keys: Number(keys), events: Number(events) }]),
  );
}
