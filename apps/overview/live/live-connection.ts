import { CloseCode } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Caller } from '#access';
import type { Log } from '#runtime';
import type { Asking } from '../engine/callers.js';
import { bringsToken, type LiveAsker } from './live-asker.js';

/** A message that brings a token is as large as headers may be; a question is held to its own limits. */
export const largestMessage = 256 * 1024;
/** Bytes that wait for a reader; of more, he is not reading. */
const mostUnread = 8 * 1024 * 1024;
/** Messages between two judgements of the token; a client that opens all its views at once sends a fifth. */
const mostMessages = 100;

/** Of RFC 6455, beside those of graphql-ws. */
export const closeCodes = { goingAway: 1001, tooMuch: 1008, later: 1013 } as const;

/** In words of ours: what a client has sent must not come back in a reason, and may not fit in one. */
const reasons: Readonly<Record<number, string>> = {
  [closeCodes.goingAway]: 'Going away',
  [closeCodes.tooMuch]: 'Too many messages',
  [closeCodes.later]: 'Try again later',
  [CloseCode.InternalServerError]: 'Internal server error',
  [CloseCode.BadRequest]: 'Bad request',
  [CloseCode.Unauthorized]: 'Unauthorized',
  [CloseCode.Forbidden]: 'Forbidden',
  [CloseCode.SubprotocolNotAcceptable]: 'Subprotocol not acceptable',
  [CloseCode.ConnectionInitialisationTimeout]: 'Connection initialisation timeout',
  [CloseCode.SubscriberAlreadyExists]: 'Subscriber already exists',
  [CloseCode.TooManyInitialisationRequests]: 'Too many initialisation requests',
};

/** One connection: what graphql-ws speaks over, held to its token, its size and its reading. */
export class LiveConnection {
  /** Who asks; undefined until his first message. */
  asker: LiveAsker | undefined;
  /** Views that are open on it. */
  views = 0;
  private messages = 0;
  private hasAnswered = true;
  private isJudging = false;

  constructor(
    private readonly socket: WebSocket,
    readonly request: Asking,
    private readonly log: Log,
  ) {
    socket.on('pong', () => (this.hasAnswered = true));
    // What is wrong with a frame closes the connection; it is nothing that we could mend.
    socket.on('error', () => undefined);
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  /** Whether nobody has said yet who he is. */
  get isOfStranger(): boolean {
    return this.asker === undefined;
  }

  /** Resolves when the system has taken it: until then nothing more is asked for this view. */
  readonly send = async (text: string): Promise<void> => {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > mostUnread) return this.socket.terminate();
    await new Promise<void>((resolve) => this.socket.send(text, () => resolve()));
  };

  readonly close = (code: number = CloseCode.InternalServerError): void => {
    this.socket.close(code, reasons[code] ?? '');
  };

  readonly onMessage = (take: (text: string) => Promise<void>): void => {
    this.socket.on('message', (data: Buffer) => {
      if (++this.messages > mostMessages) return this.close(closeCodes.tooMuch);
      take(data.toString('utf8')).catch((error: unknown) => this.fail(error));
    });
  };

  /** A ping may bring a newer token, so that a view need not be opened, and looked up, anew when one expires. */
  readonly onPing = async (payload: Record<string, unknown> | undefined): Promise<void> => {
    if (this.asker !== undefined && bringsToken(payload) && !(await this.asker.renew(payload)))
      return this.close(CloseCode.Forbidden);
    await this.send('{"type":"pong"}');
  };

  /** The caller as he may ask now; undefined where the connection was closed because he may no more. */
  async judged(): Promise<Caller | undefined> {
    const judged = await this.asker?.judged();
    if (judged === undefined && this.asker !== undefined) this.close(CloseCode.Forbidden);
    return judged;
  }

  /** Looks whether the token still lets its bearer in. */
  async watch(): Promise<void> {
    this.messages = 0;
    if (this.isJudging || this.socket.readyState !== WebSocket.OPEN) return;
    this.isJudging = true;
    try {
      if ((await this.asker?.isLetIn()) === false) this.close(CloseCode.Forbidden);
    } catch {
      // The keys or the deny list cannot be read: nothing is answered meanwhile, and whoever reads them has logged it.
    } finally {
      this.isJudging = false;
    }
  }

  /** Drops a peer that has not answered the last ping, or has not read as far as it; pings it else. */
  keepAlive(): void {
    if (!this.hasAnswered) return this.socket.terminate();
    this.hasAnswered = false;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
  }

  terminate(): void {
    this.socket.terminate();
  }

  onClose(closed: (code: number) => void): void {
    this.socket.once('close', closed);
  }

  private fail(error: unknown): void {
    const { transactionId } = this.asker ?? {};
    // The message may repeat what was sent.
    this.log.error(
      { transactionId, fault: error instanceof Error ? error.name : 'unknown' },
      'a message could not be taken',
    );
    this.close(CloseCode.InternalServerError);
  }
}
