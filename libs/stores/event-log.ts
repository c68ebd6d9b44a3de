import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { openPostgresEventStore, StoreUnavailable } from '#event-store';
import type { EventStore } from '#event-store';
import { StoresFault } from './errors.js';

/** Where events are to lie. */
export interface EventLogOptions {
  /** A cluster's connection string; the database's own URL, or nothing, for the database. */
  readonly eventStoreUrl?: string | undefined;
  /** Begins the names of our streams on a cluster that others use as well. */
  readonly eventStorePrefix?: string | undefined;
  /** A new database takes another prefix than the usual one on a cluster that has another's events, instead of refusing: for trials. */
  readonly sharesCluster?: boolean;
}

/** Where events lie. */
export type EventLogPlace = { readonly kind: 'database' } | { readonly kind: 'cluster'; readonly prefix: string };

/** What else lies on a cluster, of other programs, is never taken for ours. */
const USUAL_PREFIX = 'overblik.';

interface Home {
  readonly mark: string | null;
  readonly prefix: string;
}

/** Is told of faults that were ridden out, and whether it is the cluster that is away. */
export type OnLogFault = (fault: unknown, isClusterAway?: boolean) => void;

type Cluster = typeof import('#event-store/cluster');

/** Opens the log where this database's events lie. @throws StoresFault where it is told another place */
export async function openEventLog(
  pool: Pool,
  { eventStoreUrl = '', eventStorePrefix, sharesCluster = false }: EventLogOptions,
  onFault: OnLogFault,
): Promise<{ eventStore: EventStore; place: EventLogPlace }> {
  const known = await readHome(pool);
  if (!isClusterUrl(eventStoreUrl)) {
    if (known === null) await keepHome(pool, { mark: null, prefix: '' });
    else if (known.mark !== null)
      throw elsewhere('The events of this database lie in a cluster: EVENT_STORE_URL must name it');
    return { eventStore: openPostgresEventStore({ pool, onFault }), place: { kind: 'database' } };
  }
  if (known?.mark === null) {
    throw elsewhere('The events of this database lie in the database itself: EVENT_STORE_URL must be left out');
  }
  const cluster = await import('#event-store/cluster');
  const home = known ?? (await settle(cluster, pool, eventStoreUrl, eventStorePrefix, sharesCluster));
  if (eventStorePrefix !== undefined && eventStorePrefix !== home.prefix) {
    throw elsewhere('EVENT_STORE_PREFIX is not the one that this database was founded with');
  }
  if ((await reaching(cluster.readClusterMark(eventStoreUrl, home.prefix))) !== home.mark) {
    throw elsewhere('The cluster of EVENT_STORE_URL is not the one that holds the events of this database');
  }
  const { prefix } = home;
  const eventStore = cluster.openKurrentDbEventStore({
    url: eventStoreUrl,
    pool,
    prefix,
    onFault: (fault) => onFault(fault, cluster.isClusterAway(fault)),
  });
  return { eventStore, place: { kind: 'cluster', prefix } };
}

/** A new database on a cluster: its mark is left there first, so that no other takes the place. */
async function settle(
  { markCluster }: Cluster,
  pool: Pool,
  url: string,
  asked: string | undefined,
  sharesCluster: boolean,
): Promise<Home> {
  const mark = randomUUID();
  const prefix = asked ?? USUAL_PREFIX;
  if ((await reaching(markCluster(url, prefix, mark))) === mark) return keepHome(pool, { mark, prefix });
  if (asked === undefined && sharesCluster) {
    const own = `overblik_${mark.slice(0, 8)}.`;
    await reaching(markCluster(url, own, mark));
    return keepHome(pool, { mark, prefix: own });
  }
  throw elsewhere(
    'The cluster of EVENT_STORE_URL holds the events of another database: use that one, or set EVENT_STORE_PREFIX',
  );
}

function isClusterUrl(url: string): boolean {
  return /^(kurrentdb|esdb)(\+discover)?:\/\//.test(url);
}

async function reaching<T>(cluster: Promise<T>): Promise<T> {
  try {
    return await cluster;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    throw new StoresFault('event-store-away', 'The event store of EVENT_STORE_URL cannot be reached');
  }
}

/** Two processes that start together on a new database both leave a mark; the first row stands, and the other is told. */
async function keepHome(pool: Pool, { mark, prefix }: Home): Promise<Home> {
  await pool.query(
    'insert into overblik.event_log_home (id, cluster_mark, prefix) values (1, $1, $2) on conflict (id) do nothing',
    [mark, prefix],
  );
  return (await readHome(pool)) ?? { mark, prefix };
}

async function readHome(pool: Pool): Promise<Home | null> {
  const { rows } = await pool.query<Home>(
    'select cluster_mark as mark, prefix from overblik.event_log_home where id = 1',
  );
  return rows[0] ?? null;
}

const elsewhere = (message: string): StoresFault => new StoresFault('events-elsewhere', message);
