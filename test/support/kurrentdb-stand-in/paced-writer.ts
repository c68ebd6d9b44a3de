import type { ServerWritableStream } from '@grpc/grpc-js';
import type { CallError } from './call-errors.js';

/** A call of a client that is answered with many messages. */
export type StreamingCall<Request> = ServerWritableStream<Request, Uint8Array>;

/** So many messages may be on their way: handed to the connection, and not yet taken from it by the network. */
const ON_THE_WAY = 32;

/** The answering side of a read or a subscription: says whether the client takes what it is sent. */
export class PacedWriter {
  readonly #call: StreamingCall<unknown>;
  #onTheWay = 0;
  #isEnded = false;
  #wake: () => void = () => undefined;

  constructor(call: StreamingCall<unknown>) {
    this.#call = call;
    call.once('cancelled', () => this.#ended());
    call.once('close', () => this.#ended());
  }

  /** Whether the client has taken so much of what was written that there is room for more. */
  get isReady(): boolean {
    return this.#onTheWay < ON_THE_WAY;
  }

  /** Whether anything that is written still goes anywhere. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  write(message: Uint8Array): void {
    if (this.#isEnded) return;
    this.#onTheWay++;
    this.#call.write(message, () => {
      this.#onTheWay--;
      this.#wake();
    });
  }

  /** Calls back whenever the client has taken a message, and when it has gone. One listener: the last. */
  onReady(listener: () => void): void {
    this.#wake = listener;
  }

  /** Resolves when there is room for more, or the client has gone. */
  async ready(): Promise<void> {
    while (!this.isReady && !this.#isEnded) await new Promise<void>((resolve) => this.onReady(resolve));
  }

  end(): void {
    if (!this.#isEnded) this.#call.end();
    this.#ended();
  }

  /** Ends the call with an error, behind what has been written. */
  fail(error: CallError): void {
    if (!this.#isEnded) this.#call.emit('error', error);
    this.#ended();
  }

  #ended(): void {
    this.#isEnded = true;
    this.#wake();
  }
}
