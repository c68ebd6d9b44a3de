import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Stands between a program and its PostgreSQL and notes every statement that is executed. */
export interface StatementCounter {
  /** The address to give to the program. */
  readonly url: string;
  /** The texts executed since it was asked last, in their order. */
  take(): string[];
  close(): Promise<void>;
}

const BIND = 'B';
const EXECUTE = 'E';
const PARSE = 'P';
const QUERY = 'Q';

/** Listens on a free port and passes everything on to the server of the URL. */
export async function countStatements(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl);
  let executed: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const reader = new FrontendReader((text) => executed.push(text));
    client.on('data', (chunk: Buffer) => reader.read(chunk));
    client.pipe(upstream);
    upstream.pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => [client, upstream].forEach((each) => each.destroy()));
      socket.on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    take() {
      const taken = executed;
      executed = [];
      return taken;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads what a client says: a start-up message without a type, then messages of type, length and content. */
class FrontendReader {
  private rest: Buffer = Buffer.alloc(0);
  private isStarted = false;
  private readonly statements = new Map<string, string>();
  private readonly portals = new Map<string, string>();

  constructor(private readonly onExecuted: (text: string) => void) {}

  read(chunk: Buffer): void {
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    for (;;) {
      const typed = this.isStarted ? 1 : 0;
      if (this.rest.length < typed + 4) return;
      const end = typed + this.rest.readInt32BE(typed);
      if (this.rest.length < end) return;
      if (this.isStarted) this.take(String.fromCharCode(this.rest[0] ?? 0), this.rest.subarray(5, end));
      this.isStarted = true;
      this.rest = this.rest.subarray(end);
    }
  }

  private take(type: string, content: Buffer): void {
    const [first = '', second = ''] =
      type === QUERY || type === PARSE || type === BIND || type === EXECUTE ? textsIn(content) : [];
    if (type === PARSE) this.statements.set(first, second);
    else if (type === BIND) this.portals.set(first, this.statements.get(second) ?? '');
    else if (type === EXECUTE) this.onExecuted(this.portals.get(first) ?? '');
    else if (type === QUERY) this.onExecuted(first);
  }
}

/** The first two texts of a message, each ended by a NUL. */
function textsIn(content: Buffer): string[] {
  const end = content.indexOf(0);
  const next = content.indexOf(0, end + 1);
  return [content.toString('utf8', 0, end), content.toString('utf8', end + 1, next < 0 ? content.length : next)];
}
