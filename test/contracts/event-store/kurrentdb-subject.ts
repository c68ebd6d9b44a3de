import pg from 'pg';
import type { EventStore } from '#event-store';
import { openKurrentDbEventStore } from '#event-store/cluster';
import type { AnotherStore, ContractSubject } from '#event-store/testing';
import { cutConnections, openMigratedDatabase } from './postgres-subject.js';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** The KurrentDB adapter as the contract wants it: a database of its own, on the way to the server a wire that can be cut. */
export async function kurrentDbSubject(server: URL): Promise<ContractSubject> {
  const database = await openMigratedDatabase();
  const proxies: TcpProxy[] = [];
  const opened: { store: EventStore; pool: pg.Pool }[] = [];
  const proxyTo = async (pause?: () => number): Promise<TcpProxy> => {
    const proxy = await openTcpProxy(Number(server.port), server.hostname, pause);
    proxies.push(proxy);
    return proxy;
  };
  const open = ({ port }: TcpProxy, queueLimit?: number): EventStore => {
    const pool = new pg.Pool({ connectionString: database.url, max: 4 });
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    const url = server.href.replace(server.host, `127.0.0.1:${port}`);
    const store = openKurrentDbEventStore({ url, pool, ...(queueLimit === undefined ? {} : { queueLimit }) });
    opened.push({ store, pool });
    return store;
  };
  const direct = await proxyTo();
  return {
    store: open(direct),
    another: async ({ queueLimit, isSlow = false }: AnotherStore = {}) =>
      open(isSlow ? await proxyTo(() => Math.random() * 30) : direct, queueLimit),
    breakConnections: async () => {
      if (Math.random() < 0.5) proxies.forEach((proxy) => proxy.cut());
      else await cutConnections(database.pool);
    },
    close: async () => {
      for (const { store, pool } of opened) {
        await store.close();
        await pool.end();
      }
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await database.close();
    },
  };
}
