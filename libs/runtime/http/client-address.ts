import { isIP } from 'node:net';

/** What is used of a request. */
interface Asked {
  /** As Fastify reads it: where a trusted proxy asks, what it says of the client, whatever that is; undefined once the client is gone. */
  readonly ip: string | undefined;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * The IP address of the client. What a trusted proxy says of it counts where it is an address (some add a port); else that of
 * the connection: any text would be kept with the access log.
 */
export function clientAddress({ ip, socket }: Asked): string {
  const stated = (ip ?? '').replace(/^([\d.]+):\d+$/, '$1').replace(/^\[([^\]]+)\](?::\d+)?$/, '$1');
  return isIP(stated) > 0 ? stated : (socket.remoteAddress ?? '');
}
