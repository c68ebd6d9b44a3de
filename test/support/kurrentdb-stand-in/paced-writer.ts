import type { ServerWritableStream } from '@grpc/grpc-js';
import type { CallError } from './call-errors.js';

/** A call of a client that is answered with many messages. */
export type StreamingCall<Request> = ServerWritableStream<Request, Uint8Array>;

/** The answering side of a read or a subscription: says whether the client takes what it is sent. */
export class PacedWriter {
  readonly #call: StreamingCall<unknown>;
  #isReady = true;
  #isEnded = false;
  #wake: () => void = () => undefined;

  constructor(call: StreamingCall<unknown>) {
    this.#call = call;
    call.on('drain', () => {
      this.#isReady = true;
      this.#wake();
    });
    call.once('cancelled', () => this.#ended());
    call.once('close', () => this.#ended());
  }

  /** Whether the client has taken what was written, nearly: some messages always are on their way. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether anything that is written still goes anywhere. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  write(message: Uint8Array): void {
    if (!this.#isEnded) this.#isReady = this.#call.write(message);
  }

  /** Calls back whenever the client takes more, and when it has gone. One listener: the last. */
  onReady(listener: () => void): void {
    this.#wake = listener;
  }

  /** Resolves when the client takes more, or has gone. */
  ready(): Promise<void> {
    return this.#isReady || this.#isEnded ? Promise.resolve() : new Promise((resolve) => this.onReady(resolve));
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
