import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** A message of graphql-transport-ws, as it came. */
export interface LiveMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** What `next` brings. */
export interface LiveAnswer {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  readonly extensions: { readonly position: string };
}

/** How a connection is opened. */
export interface OpenOptions {
  readonly token?: string | null;
  /** Further members of the first message. */
  readonly init?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly protocol?: string;
  /** Whether the first message is sent; a test may wish to send its own. */
  readonly sayHello?: boolean;
}

/** One end of a connection, message by message. */
export interface LiveClient {
  readonly socket: WebSocket;
  readonly received: readonly LiveMessage[];
  /** The text of everything that came, also in the reason of a close. */
  readonly heard: () => string;
  /** Resolves with the code and reason that the connection was closed with. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(message: object | string): void;
  follow(query: string, variables?: object, more?: object): LiveSubscription;
  /** Resolves with the next message of a type. */
  message(type: string): Promise<LiveMessage>;
  close(): void;
}

/** One subscription on it. */
export interface LiveSubscription {
  readonly id: string;
  /** Resolves with the next answer; rejects where another message comes. */
  next(): Promise<LiveAnswer>;
  /** Resolves with what ended it: the errors, or nothing. */
  ended(): Promise<unknown>;
  /** The answers that came and were not asked for yet. */
  readonly waiting: () => number;
  stop(): void;
}

const PATIENCE_MS = 20_000;
let subscriptions = 0;

/** Opens a connection to the address of the questions; rejects with the status where it is refused. */
export async function openLive(url: string, options: OpenOptions = {}): Promise<LiveClient> {
  const { token = 'caseworker', init = {}, headers = {}, protocol = 'graphql-transport-ws', sayHello = true } = options;
  const socket = new WebSocket(url.replace('http:', 'ws:'), protocol, { headers });
  const received: LiveMessage[] = [];
  const heard: string[] = [];
  const taken = new Set<LiveMessage>();
  let ended: { code: number; reason: string } | undefined;
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code: number, reason: Buffer) => {
      ended = { code, reason: reason.toString() };
      heard.push(ended.reason);
      resolve(ended);
    });
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request: unknown, response: { statusCode: number }) =>
      reject(new Error(String(response.statusCode))),
    );
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => {
    heard.push(data.toString());
    received.push(JSON.parse(data.toString()) as LiveMessage);
  });
  const find = async (fits: (message: LiveMessage) => boolean, what: string): Promise<LiveMessage> => {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = received.find((message) => !taken.has(message) && fits(message));
      if (found !== undefined) {
        taken.add(found);
        return found;
      }
      if (ended !== undefined) throw new Error(`closed with ${ended.code} ${ended.reason}`);
      if (Date.now() > deadline) throw new Error(`no ${what} came, but ${heard.join('\n')}`);
      await sleep(5);
    }
  };
  const client: LiveClient = {
    socket,
    received,
    heard: () => heard.join('\n'),
    closed,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    message: (type) => find((message) => message.type === type, type),
    follow(query, variables = {}, more = {}) {
      const id = `s${++subscriptions}`;
      client.send({ id, type: 'subscribe', payload: { query, variables, ...more } });
      const mine = (message: LiveMessage): boolean => message.id === id;
      return {
        id,
        async next() {
          const message = await find(mine, `answer to ${id}`);
          if (message.type !== 'next') throw new Error(`${message.type}: ${JSON.stringify(message.payload)}`);
          return message.payload as LiveAnswer;
        },
        async ended() {
          return (await find((message) => mine(message) && message.type !== 'next', `end of ${id}`)).payload;
        },
        waiting: () => received.filter((message) => mine(message) && !taken.has(message)).length,
        stop: () => client.send({ id, type: 'complete' }),
      };
    },
    close: () => socket.terminate(),
  };
  if (!sayHello) return client;
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  client.send({ type: 'connection_init', payload: { ...authorization, ...init } });
  await client.message('connection_ack');
  return client;
}
