/**
 * A STAND-IN for EventStoreDB/KurrentDB, not the server: it speaks the part of the protocol that a client of Overblik uses,
 * as a node of version 23.10 answers it, on a log in memory. Tests have it where no server is at hand, and for what a
 * real server does only now and then: see `Switches`. What it keeps is lost with it, unless it has a file.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { appendCall } from './append-call.js';
import type { Credentials } from './authorization.js';
import { batchAppendCall } from './batch-append-call.js';
import { FrontDoor } from './front-door.js';
import { LivePublisher } from './live-publisher.js';
import { LogFile } from './log-file.js';
import { gossipCall, supportedMethodsCall } from './node-calls.js';
import { ownCertificate } from './own-certificate.js';
import { GossipService, ServerFeaturesService, streamsService } from './protocol.js';
import { readCall } from './read-calls.js';
import { StandInLog } from './stand-in-log.js';
import { Switches } from './switches.js';

export interface StandInOptions {
  /** The port on 127.0.0.1; 0, the default, for one that is free. */
  readonly port?: number;
  /** Where the log is kept, so that it outlives the process; without it the log is in memory only. */
  readonly file?: string;
  /** Among how many last events of a stream an id is recognised where any revision will do, as long as it runs; 20. */
  readonly recentIds?: number;
  /** How many bytes one append may have in all; 1 MiB. */
  readonly maxAppendSize?: number;
  /** Whether subscriptions are told when they have caught up; false, as by servers before 23.10. */
  readonly tellsCaughtUp?: boolean;
  /** Basic credentials that every call for streams must have. Then it speaks TLS: the client sends them over nothing else. */
  readonly credentials?: Credentials;
}

/** The stand-in, with its switches. One port, any number of clients and processes. */
export class KurrentDbStandIn extends Switches {
  readonly #server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  readonly #door: FrontDoor;
  readonly #log: StandInLog;
  readonly #file: LogFile | undefined;
  readonly #publisher: LivePublisher;
  readonly #credentials: Credentials | undefined;
  /** Holds the certificate, which clients want as a file. */
  readonly #folder: string | undefined;

  private constructor({ file, recentIds = 20, maxAppendSize = 1024 * 1024, ...options }: StandInOptions) {
    super();
    const { tellsCaughtUp = false, credentials } = options;
    this.#file = file === undefined ? undefined : LogFile.open(file);
    this.#log = new StandInLog(recentIds, (written) => this.#file?.keep(written));
    this.#log.restore(this.#file?.events ?? []);
    this.#log.forgetIds();
    this.#publisher = new LivePublisher(this.#log);
    this.#credentials = credentials;
    const served = {
      log: this.#log,
      publisher: this.#publisher,
      switches: this,
      credentials,
      maxAppendSize,
      tellsCaughtUp,
    };
    this.#server.addService(streamsService, {
      read: readCall(served),
      append: appendCall(served),
      batchAppend: batchAppendCall(served),
    });
    this.#server.addService(ServerFeaturesService, { getSupportedMethods: supportedMethodsCall(this, '23.10.0') });
    this.#server.addService(GossipService, { read: gossipCall(this, () => this.port) });
    this.#folder = credentials === undefined ? undefined : mkdtempSync(join(tmpdir(), 'kurrentdb-stand-in-'));
    const connections = this.#server.createConnectionInjector(this.#transport());
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
    return `esdb://${this.#address}`;
  }

  /** The same for a client that asks gossip for its node. */
  get discoverUrl(): string {
    return `esdb+discover://${this.#address}`;
  }

  /** What is in the log, in its order. */
  get contents(): readonly { readonly stream: string; readonly revision: number; readonly type: string }[] {
    return this.#log.events.map(({ stream, revision, type }) => ({ stream, revision, type }));
  }

  /** Writes an event as the server writes its own ones, whose stream and type begin with `$`. */
  writeSystemEvent({ stream, type, data }: { stream: string; type: string; data: unknown }): void {
    const bytes = Buffer.from(JSON.stringify(data));
    const event = { id: randomUUID(), type, contentType: 'application/json', data: bytes, metadata: Buffer.alloc(0) };
    this.#log.append(stream, 'any', [event]);
    this.#publisher.announce();
  }

  /** Goes away as if killed: all connections are cut, nobody answers on the port. The log is kept. */
  async stop(): Promise<void> {
    await this.#door.close();
  }

  /** Comes back on the same port, as a server that starts: see `forgetIds` of the log. */
  async resume(): Promise<void> {
    this.#log.forgetIds();
    await this.#door.open();
  }

  /** Like `kill -9` of a server and its start: all connections are cut, what was acknowledged is there, ids are forgotten. */
  async restart(): Promise<void> {
    await this.stop();
    await this.resume();
  }

  async close(): Promise<void> {
    await this.stop();
    this.#server.forceShutdown();
    this.#file?.close();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true });
  }

  get #address(): string {
    const host = `127.0.0.1:${this.port}`;
    if (this.#credentials === undefined) return `${host}?tls=false`;
    const { username, password } = this.#credentials;
    const identity = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
    return `${identity}@${host}?tls=true&tlsCAFile=${encodeURIComponent(this.#certificateFile())}`;
  }

  #certificateFile(): string {
    return join(this.#folder ?? '', 'certificate.pem');
  }

  #transport(): ServerCredentials {
    if (this.#folder === undefined) return ServerCredentials.createInsecure();
    const { certificate, key } = ownCertificate();
    writeFileSync(this.#certificateFile(), certificate);
    return ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(certificate), private_key: Buffer.from(key) }]);
  }
}
