import { createConnection, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to a server that can be cut, and be slow. */
export interface TcpProxy {
  readonly port: number;
  /** Ends every connection in mid-word; new ones are taken. */
  cut(): void;
  close(): Promise<void>;
}

/** Passes on what is sent to `port` of this machine; `pause` gives the milliseconds that each chunk is held back. */
export async function openTcpProxy(port: number, host = '127.0.0.1', pause: () => number = () => 0): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((inward) => {
    const outward = createConnection({ port, host });
    for (const socket of [inward, outward]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        inward.destroy();
        outward.destroy();
      });
    }
    outward.pipe(inward);
    void passOn(inward, outward, pause);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function passOn(from: Socket, to: Socket, pause: () => number): Promise<void> {
  try {
    for await (const chunk of from) {
      const ms = pause();
      if (ms >= 1) await new Promise((resolve) => setTimeout(resolve, ms));
      to.write(chunk as Buffer);
    }
  } catch {
    // Cut: both ends are closed by the listeners above.
  }
}
