import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { createLog } from '#runtime';
import { LiveConnection } from './live-connection.js';

/** A socket whose other end does what the test says. */
class FarSocket extends EventEmitter {
  readonly protocol = 'graphql-transport-ws';
  readonly readyState = 1;
  bufferedAmount = 0;
  pings = 0;
  isTerminated = false;
  readonly sent: string[] = [];
  send(text: string, sent: () => void): void {
    this.sent.push(text);
    sent();
  }
  ping(): void {
    this.pings += 1;
  }
  close(): void {
    throw new Error('it is dropped, not asked');
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

function connectionOver(socket: FarSocket): LiveConnection {
  const request = { headers: {}, ip: '127.0.0.1', socket: {} };
  const silent = createLog('trace', { write: () => undefined });
  return new LiveConnection(socket as unknown as WebSocket, request, silent);
}

describe('the other end of a live connection', () => {
  it('is kept while it answers pings, and dropped when it does not', () => {
    const socket = new FarSocket();
    const connection = connectionOver(socket);
    for (let rounds = 0; rounds < 3; rounds++) {
      connection.keepAlive();
      socket.emit('pong');
    }
    connection.keepAlive();
    expect([socket.pings, socket.isTerminated]).toEqual([4, false]);
    connection.keepAlive();
    expect(socket.isTerminated).toBe(true);
  });

  it('is dropped when it does not read what it is sent', async () => {
    const socket = new FarSocket();
    const connection = connectionOver(socket);
    await connection.send('read');
    socket.bufferedAmount = 9 * 1024 * 1024;
    await connection.send('unread');
    expect(socket.sent).toEqual(['read']);
    expect(socket.isTerminated).toBe(true);
  });
});
