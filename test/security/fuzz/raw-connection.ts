import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A connection of bytes, without the manners of an HTTP client. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that was received, when the connection has ended: by the server, by us, or by a reset. */
  readonly ended: Promise<string>;
}

/** Connects to the server of this address. */
export async function connectTo(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  await once(socket, 'connect');
  socket.on('error', () => undefined); // a server that cuts off may reset
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  return { socket, ended };
}
