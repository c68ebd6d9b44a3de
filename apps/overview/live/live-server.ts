import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import { addGauge, clientAddress, Configuration, Log, PROBLEM_TYPE, problemText } from '#runtime';
import { largestMessage, closeCodes, LiveConnection } from './live-connection.js';
import { LiveParts } from './live-parts.js';
import { liveProtocol, subprotocol } from './live-protocol.js';
import { mostOpen } from './open-views.js';
import { answerWithoutUpgrade, responseOn, wantsLive, type Upgrade } from './upgrade.js';

const path = '/graphql';
/** With the deny list's own reading, a denied token is out within a second. */
const judgeMs = 500;
const pingMs = 15_000;
const longestClosingMs = 2_000;

/** Live views over WebSockets, at the address of the questions. */
@Injectable()
export class LiveServer implements OnModuleInit, OnModuleDestroy {
  private readonly upgrades = new WeakMap<IncomingMessage, Upgrade>();
  private readonly connections = new Set<LiveConnection>();
  private readonly sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compressed beside what an attacker can choose, an answer tells of itself by its length; and each socket costs memory.
    perMessageDeflate: false,
    maxPayload: largestMessage,
    handleProtocols: () => subprotocol,
  });
  private readonly protocol: ReturnType<typeof liveProtocol>;
  private readonly timers: NodeJS.Timeout[] = [];
  private isClosing = false;

  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost<FastifyAdapter>,
    @Inject(LiveParts) private readonly parts: LiveParts,
    @Inject(Configuration) private readonly configuration: Configuration,
    @Inject(Log) private readonly log: Log,
  ) {
    this.protocol = liveProtocol(parts);
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const server = this.host.httpAdapter.getHttpServer<Server>();
    fastify.addHook('onRequest', (request, reply, done) => {
      const upgrade = this.upgrades.get(request.raw);
      if (upgrade === undefined) return done();
      this.open(upgrade, request, reply);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (!wantsLive(request, path)) return answerWithoutUpgrade(server, request, socket, head);
      // Node listens for its faults no more.
      socket.on('error', () => socket.destroy());
      const response = responseOn(request, socket);
      this.upgrades.set(request, { socket, head, response });
      // By the way of all requests: their addresses, and whatever else is asked of all of them, hold here too.
      fastify.routing(request, response);
    });
    this.every(judgeMs, (connection) => void connection.watch());
    this.every(pingMs, (connection) => connection.keepAlive());
    this.tellMetrics();
  }

  /** Resolves when all connections are closed and nothing is being read for them: the stores may be closed then. */
  async onModuleDestroy(): Promise<void> {
    this.isClosing = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const connection of this.connections) connection.close(closeCodes.goingAway);
    const deadline = Date.now() + longestClosingMs;
    while (this.connections.size > 0 && Date.now() < deadline) await sleep(10);
    for (const connection of this.connections) connection.terminate();
    await this.parts.turns.untilIdle();
  }

  private open({ socket, head, response }: Upgrade, request: FastifyRequest, reply: FastifyReply): void {
    const refused = this.refusalOf(request);
    if (refused !== undefined) {
      const [status, detail] = refused;
      void reply.code(status).type(PROBLEM_TYPE).send(problemText(status, detail));
      return;
    }
    reply.hijack();
    response.detachSocket(socket as Parameters<typeof response.detachSocket>[0]);
    const { headers, ip } = request;
    const asking = { headers, ip, socket: { remoteAddress: request.socket.remoteAddress } };
    this.sockets.handleUpgrade(request.raw, socket, head, (opened) => {
      const connection = new LiveConnection(opened, asking, this.log);
      this.connections.add(connection);
      const closed = this.protocol.opened(connection, connection);
      connection.onClose((code) => {
        this.connections.delete(connection);
        void closed(code);
      });
    });
  }

  private refusalOf(request: FastifyRequest): [status: number, detail: string] | undefined {
    const { headers, host } = request;
    if (this.isClosing) return [503, 'The server is being stopped.'];
    if (!this.mayAskFrom(headers.origin, host)) return [403, 'Pages of this origin may not ask.'];
    const offered = headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? [];
    if (!offered.includes(subprotocol)) return [400, `The subprotocol must be ${subprotocol}.`];
    if (this.connections.size >= mostOpen.connections) return [503, 'More connections are open than may be.'];
    const address = clientAddress(request);
    const strangers = [...this.connections].filter(
      (each) => each.isOfStranger && clientAddress(each.request) === address,
    );
    if (strangers.length >= mostOpen.strangers) return [429, 'More connections wait for a token than may.'];
    return undefined;
  }

  /** As over HTTP: pages of our own address, and of the origins that are named. Who is no browser names none. */
  private mayAskFrom(origin: string | undefined, host: string): boolean {
    if (origin === undefined || this.configuration.corsOrigins.includes(origin)) return true;
    return URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  }

  private every(ms: number, act: (connection: LiveConnection) => void): void {
    const timer = setInterval(() => {
      for (const connection of this.connections) act(connection);
    }, ms);
    this.timers.push(timer.unref());
  }

  private tellMetrics(): void {
    const one = (value: number) => [{ labels: {}, value }];
    addGauge('overblik_live_views', 'Views that are followed over WebSockets', [], async () =>
      one(this.parts.open.total),
    );
    addGauge('overblik_live_connections', 'WebSockets that are open', [], async () => one(this.connections.size));
  }
}
