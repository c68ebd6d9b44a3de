import type { Pool, PoolClient } from 'pg';
import type { Instant } from '#contracts';
import type { Fault } from './faults.js';
import type { PageTransaction } from './page-transaction.js';
import { DATA_SCHEMA } from './place.js';

/*
 * Two tables beside those of the generations, disposable as they are: which keys of which generation are parked and why, and
 * which events of them wait. They hold uuids, positions and names of event types, and nothing of what an event says. Views
 * under the same names show what is parked of the generations that serve.
 */

/** A key that was just parked. */
export interface NewlyParked extends Fault {
  /** Of this parking: a key that is parked again has another. */
  readonly id: string;
  readonly readModel: string;
  readonly generation: number;
  readonly key: string;
  /** Of the stream of its first parked event: by it the work is divided. */
  readonly bucket: number;
  readonly authority: string;
  readonly source: string;
  /** Of its first parked event. */
  readonly position: number;
  readonly since: Instant;
}

/** An event that waits; the page that it came in began after `after`, from where it can be read again. */
export interface PutAside {
  readonly readModel: string;
  readonly generation: number;
  readonly key: string;
  readonly position: number;
  readonly after: number;
  readonly eventId: string;
  readonly type: string;
}

/** What an operator may ask for a parked key. */
export type ParkedAct = 'replay' | 'drop';

/** A parked key, as operators are told of it. */
export interface ParkedKey extends NewlyParked {
  readonly lastPosition: number;
  readonly events: number;
  /** What was asked and is not done yet. */
  readonly asked: ParkedAct | null;
}

const serving = (table: string): string => `
  create or replace view overview.${table} as select p.* from ${DATA_SCHEMA}.${table} p
    where exists (select from overview.generation g
      where g.read_model = p.read_model and g.generation = p.generation and g.status = 'serving')`;

/** The statements that make the tables and the views over them. */
export const parkingTablesSql: readonly string[] = [
  `create table if not exists ${DATA_SCHEMA}.parked_key (read_model text, generation integer, key text, id uuid not null,
    bucket smallint not null, authority text not null, source text not null, position bigint not null, code text not null,
    place text, since timestamptz not null, asked text, primary key (read_model, generation, key))`,
  `create table if not exists ${DATA_SCHEMA}.parked_event (read_model text, generation integer, key text, position bigint,
    after_position bigint not null, event_id uuid not null, type text not null,
    primary key (read_model, generation, key, position))`,
  serving('parked_key'),
  serving('parked_event'),
];

/** Parks keys, and puts events aside; what stands there already stays as it is. */
export function insertParked(
  transaction: PageTransaction,
  keys: readonly NewlyParked[],
  events: readonly PutAside[],
): void {
  if (keys.length > 0) {
    transaction.write({
      text: `insert into ${DATA_SCHEMA}.parked_key
          (read_model, generation, key, id, bucket, authority, source, position, code, place, since)
        select * from unnest($1::text[], $2::int[], $3::text[], $4::uuid[], $5::smallint[], $6::text[], $7::text[],
          $8::bigint[], $9::text[], $10::text[], $11::timestamptz[])
        on conflict do nothing`,
      values: [
        ...columns(keys, 'readModel', 'generation', 'key', 'id', 'bucket', 'authority', 'source', 'position'),
        ...columns(keys, 'code', 'place', 'since'),
      ],
    });
  }
  transaction.write({
    text: `insert into ${DATA_SCHEMA}.parked_event (read_model, generation, key, position, after_position, event_id, type)
      select * from unnest($1::text[], $2::int[], $3::text[], $4::bigint[], $5::bigint[], $6::uuid[], $7::text[])
      on conflict do nothing`,
    values: columns(events, 'readModel', 'generation', 'key', 'position', 'after', 'eventId', 'type'),
  });
}

function columns<T>(rows: readonly T[], ...names: readonly (keyof T)[]): unknown[] {
  return names.map((name) => rows.map((row) => row[name]));
}

/** A key of a generation. */
export type GenerationKey = Pick<NewlyParked, 'readModel' | 'generation' | 'key'>;

/** Forgets keys and the events that wait for them. */
export function deleteParked(transaction: Pick<PageTransaction, 'write'>, keys: readonly GenerationKey[]): void {
  for (const table of ['parked_event', 'parked_key']) {
    transaction.write({
      text: `delete from ${DATA_SCHEMA}.${table} p
        using unnest($1::text[], $2::int[], $3::text[]) as u (read_model, generation, key)
        where p.read_model = u.read_model and p.generation = u.generation and p.key = u.key`,
      values: columns(keys, 'readModel', 'generation', 'key'),
    });
  }
}

/** Forgets what is parked of tables that are dropped. */
export async function forgetParkedOf(client: PoolClient, name: string, generation: number): Promise<void> {
  for (const table of ['parked_event', 'parked_key']) {
    const text = `delete from ${DATA_SCHEMA}.${table} where read_model = $1 and generation = $2`;
    await client.query(text, [name, generation]);
  }
}

/** The names of the parked keys of these generations. */
export async function readHeld(
  client: PoolClient,
  generations: readonly Pick<GenerationKey, 'readModel' | 'generation'>[],
): Promise<GenerationKey[]> {
  const { rows } = await client.query<GenerationKey>(
    `select k.read_model as "readModel", k.generation, k.key from ${DATA_SCHEMA}.parked_key k
      join unnest($1::text[], $2::int[]) as u (read_model, generation)
        on u.read_model = k.read_model and u.generation = k.generation`,
    columns(generations, 'readModel', 'generation'),
  );
  return rows;
}

/** Every parked key of what serves, by read model and by the position at which it was parked. */
export async function readParked(client: Pool | PoolClient): Promise<ParkedKey[]> {
  const { rows } = await client.query<
    Fault &
      Pick<ParkedKey, 'id' | 'generation' | 'key' | 'bucket' | 'authority' | 'source'> & {
        read_model: string;
        position: string;
        last_position: string;
        events: string;
        since: Instant;
        asked: ParkedAct | null;
      }
  >(`select k.id, k.read_model, k.generation, k.key, k.bucket, k.authority, k.source, k.position, k.code, k.place, k.asked,
      k.since, count(e.position) as events, coalesce(max(e.position), k.position) as last_position
    from overview.parked_key k
      left join overview.parked_event e
        on e.read_model = k.read_model and e.generation = k.generation and e.key = k.key
    group by k.id, k.read_model, k.generation, k.key, k.bucket, k.authority, k.source, k.position, k.code, k.place, k.asked,
      k.since
    order by k.read_model, k.position, k.key`);
  return rows.map(({ read_model: readModel, last_position: last, position, events, ...rest }) => ({
    ...rest,
    readModel,
    position: Number(position),
    lastPosition: Number(last),
    events: Number(events),
  }));
}

/** What was asked and is not done yet. */
export async function readAsked(client: Pool | PoolClient): Promise<ParkedKey[]> {
  const { rows } = await client.query('select from overview.parked_key where asked is not null limit 1');
  return rows.length === 0 ? [] : (await readParked(client)).filter(({ asked }) => asked !== null);
}

/** The answer to what was asked where the key stays parked. */
export async function answerStillParked(client: PoolClient, id: string, { code, place }: Fault): Promise<void> {
  await client.query(`update ${DATA_SCHEMA}.parked_key set asked = null, code = $2, place = $3 where id = $1`, [
    id,
    code,
    place,
  ]);
}

/** Asks the projector, whichever process it is, to do this with the parked keys of these ids; it does so within a second or two. */
export async function askOfParked(pool: Pool, ids: readonly string[], act: ParkedAct): Promise<void> {
  await pool.query(`update ${DATA_SCHEMA}.parked_key set asked = $2 where id = any($1::uuid[])`, [ids, act]);
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
