/**
 * A STAND-IN for EventStoreDB/KurrentDB, not the server: it speaks the part of the protocol that a client of Overblik uses,
 * as a node of version 23.10 answers it, on a log in memory. Tests have it where no server is at hand, and for what a
 * real server does only now and then: see `Switches`. What it keeps is lost with it, unless it has a file.
 */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { appendCall, batchAppendCall } from './append-calls.js';
import type { Credentials } from './authorization.js';
import { FrontDoor } from './front-door.js';
import { LivePublisher } from './live-publisher.js';
import { gossipCall, supportedMethodsCall } from './node-calls.js';
import { GossipService, ServerFeaturesService, streamsService } from './protocol.js';
import { readCall } from './read-calls.js';
import { StandInLog } from './stand-in-log.js';
import { Switches } from './switches.js';

export interface StandInOptions {
  /** The port on 127.0.0.1; 0 for any that is free. */
  readonly port?: number;
  /** Among how many last events of a stream an id is recognised where any revision will do. */
  readonly recentIds?: number;
  /** How many bytes one append may have in all. */
  readonly maxAppendSize?: number;
  /** Whether subscriptions are told when they have caught up; older servers do not. */
  readonly tellsCaughtUp?: boolean;
  /** Basic credentials that every call for streams must have. */
  readonly credentials?: Credentials;
}

export class KurrentDbStandIn extends Switches {
  readonly #server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  readonly #door: FrontDoor;
  readonly #log: StandInLog;
  readonly #publisher: LivePublisher;

  private constructor(options: StandInOptions) {
    super();
    this.#log = new StandInLog(options.recentIds ?? 20, () => undefined);
    this.#publisher = new LivePublisher(this.#log);
    const served = {
      log: this.#log,
      publisher: this.#publisher,
      switches: this,
      credentials: options.credentials,
      maxAppendSize: options.maxAppendSize ?? 1024 * 1024,
      tellsCaughtUp: options.tellsCaughtUp ?? false,
    };
    this.#server.addService(streamsService, {
      read: readCall(served),
      append: appendCall(served),
      batchAppend: batchAppendCall(served),
    });
    this.#server.addService(ServerFeaturesService, { getSupportedMethods: supportedMethodsCall(this, '23.10.0') });
    this.#server.addService(GossipService, { read: gossipCall(this, () => this.port) });
    const connections = this.#server.createConnectionInjector(ServerCredentials.createInsecure());
    this.#door = new FrontDoor((socket) => connections.injectConnection(socket));
  }

  /** Starts one on 127.0.0.1 and resolves when it takes calls. */
  static async start(options: StandInOptions = {}): Promise<KurrentDbStandIn> {
    const standIn = new KurrentDbStandIn(options);
    await standIn.#door.open(options.port ?? 0);
    return standIn;
  }

  get port(): number {
    return this.#door.port;
  }

  /** What a client connects to. */
  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** What is in the log, as `stream@revision type`, in its order. */
  get contents(): readonly string[] {
    return this.#log.events.map(({ stream, revision, type }) => `${stream}@${revision} ${type}`);
  }

  /** Writes an event as the server writes its own: stream and type begin with `$`. */
  writeSystemEvent(event: { id: string; stream: string; type: string; data: unknown }): void {
    const data = Buffer.from(JSON.stringify(event.data));
    const { id, type } = event;
    const proposed = { id, type, contentType: 'application/json', data, metadata: Buffer.alloc(0) };
    this.#log.append(event.stream, 'any', [proposed]);
    this.#publisher.announce();
  }

  /** Goes away: all connections are cut, and nobody answers on the port. The log is kept. */
  async stop(): Promise<void> {
    await this.#door.close();
  }

  /** Comes back on the same port. */
  async resume(): Promise<void> {
    await this.#door.open();
  }

  /** Like `kill -9` of a server and its start: all connections are cut, what was acknowledged is there. */
  async restart(): Promise<void> {
    await this.stop();
    await this.resume();
  }

  async close(): Promise<void> {
    await this.stop();
    this.#server.forceShutdown();
  }
}
