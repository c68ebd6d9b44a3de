import { EventStoreDBClient } from '@eventstore/db-client';
import { StoreRefused } from '../errors.js';

/** A client and the giving back of it. */
export interface ClusterConnection {
  readonly client: EventStoreDBClient;
  /**
   * Ends all that is under way on the client, whoever began it: after a fault of its own the library answers no append
   * any more until its streams are made anew.
   */
  renew(): Promise<void>;
  /** Ends what is under way where nobody else uses the client. */
  release(): Promise<void>;
}

interface SharedClient {
  readonly client: EventStoreDBClient;
  users: number;
}

/**
 * One client for all stores of a process on the same cluster. The library keeps the pending appends of all its clients
 * in one map: where one connection falls, the appends on every other are rejected too, and their late answers throw.
 */
const clients = new Map<string, SharedClient>();
const listeners = new Set<(fault: unknown) => void>();

/**
 * The client for a connection string: `esdb://`, `esdb+discover://`, or the same with `kurrentdb`. Connects at first use.
 * @throws StoreRefused where the string cannot be read; the library's own error would show it, password and all
 */
export function openConnection(url: string, onFault: (fault: unknown) => void): ClusterConnection {
  const shared = clients.get(url) ?? { client: clientOf(url), users: 0 };
  clients.set(url, shared);
  shared.users++;
  if (listeners.size === 0) process.on('unhandledRejection', hearRejection);
  listeners.add(onFault);
  let released: Promise<void> | undefined;
  const release = async (): Promise<void> => {
    listeners.delete(onFault);
    shared.users--;
    if (shared.users === 0) {
      clients.delete(url);
      await shared.client.dispose();
    }
    if (listeners.size === 0) process.off('unhandledRejection', hearRejection);
  };
  return {
    client: shared.client,
    renew: () => shared.client.dispose(),
    release: () => (released ??= release()),
  };
}

function clientOf(url: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(url.replace(/^kurrentdb/, 'esdb'));
  } catch {
    throw new StoreRefused('connection-string');
  }
}

/**
 * When a node falls, the library rejects promises of its own that nobody can await. They tell nothing that the appends'
 * and reads' own rejections do not, and would end the process. Any other unhandled rejection ends it as ever.
 */
function hearRejection(reason: unknown): void {
  const stack = reason instanceof Error ? (reason.stack ?? '') : '';
  if (!/[\\/]@(eventstore|grpc)[\\/]/.test(stack)) throw reason;
  for (const listener of listeners) listener(reason);
}
