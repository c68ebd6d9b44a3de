import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request to become a WebSocket, as Node hands it over. */
export interface Upgrade {
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly response: ServerResponse;
}

/** Whether the request wants a WebSocket where there is one. */
export function wantsLive({ method, url, headers }: IncomingMessage, path: string): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && url?.split('?', 1)[0] === path;
}

/**
 * A response to a request that Node has taken out of the server's hands, so that our routes can judge and refuse it as any other.
 * When it has been sent the connection is closed: nobody reads on from it.
 */
export function responseOn(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
  response.on('finish', () => socket.end());
  return response;
}

/**
 * Answers a request as if it had not asked for another protocol, which a server may do (RFC 9110, section 7.8): it is given back
 * to the server without that wish. Node hands over every request that has one as soon as anybody listens, also those of clients
 * that offer HTTP/2 on the way, as Java's does.
 */
export function answerWithoutUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    if (!/^(?:upgrade|connection|http2-settings)$/i.test(name)) lines.push(`${name}: ${request.rawHeaders[index + 1]}`);
  }
  // One answer a connection: what Node has set up on it a second time is gone with it.
  lines.push('connection: close');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
