import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as NetServer, type Socket } from 'node:net';

/**
 * The port of the stand-in and the connections through it. They are ours and not gRPC's, so that they can be cut as the
 * kernel cuts them when a process is killed: without a word of the protocol.
 */
export class FrontDoor {
  readonly #enter: (socket: Socket) => void;
  readonly #sockets = new Set<Socket>();
  #server: NetServer | undefined;
  #port = 0;

  constructor(enter: (socket: Socket) => void) {
    this.#enter = enter;
  }

  get port(): number {
    return this.#port;
  }

  /** Opens on a port of its own, or on this one; after that always on the same. */
  async open(port = this.#port): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      this.#enter(socket);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Cuts all connections and takes no more; resolves when the port is free. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await closed;
  }
}
