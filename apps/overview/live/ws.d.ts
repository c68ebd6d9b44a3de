/** The part of ws 8 that live views and their tests use; the package has no types of its own. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  export class WebSocket extends EventEmitter {
    static readonly OPEN: number;
    constructor(url: string, protocols?: string | readonly string[], options?: { headers?: Record<string, string> });
    readonly protocol: string;
    readonly readyState: number;
    /** Bytes that are written and that the other side has not taken yet. */
    readonly bufferedAmount: number;
    send(data: string, sent?: (error?: Error) => void): void;
    ping(): void;
    close(code?: number, reason?: string): void;
    /** Closes the connection at once. */
    terminate(): void;
    pause(): void;
    resume(): void;
  }

  interface ServerOptions {
    readonly noServer: true;
    readonly clientTracking: false;
    readonly perMessageDeflate: false;
    /** Bytes of a message; of a larger one the connection is closed with 1009. */
    readonly maxPayload: number;
    readonly handleProtocols: (offered: ReadonlySet<string>) => string | false;
  }

  export class WebSocketServer extends EventEmitter {
    constructor(options: ServerOptions);
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, opened: (socket: WebSocket) => void): void;
  }
}
