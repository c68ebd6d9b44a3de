import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DynamicModule, InjectionToken, Type } from '@nestjs/common';
import type { Configuration } from '../configuration.js';
import type { Log } from '../log.js';
import { NestLog } from '../nest-log.js';
import { installHealth } from './health.js';
import type { ReadinessCheck } from './health.js';
import { installMetrics } from './metrics.js';
import { PROBLEM_TYPE, problemText } from './problem.js';

/** The largest body where a route sets no limit of its own; beyond it 413. A stranger may send one, and all of it is parsed. */
const BODY_LIMIT = 1_024;

/** A connection on which nothing has moved for so long is closed: longer than any answer takes to make. */
const LONGEST_SILENCE_MS = 300_000;
/** The largest headers of a request: a token with 100 KB of privileges, in base64 twice, and as much room again; beyond it 431. */
const HEADERS_LIMIT = 256 * 1024;

/** Something that every module of a process may ask for, by its token. */
export interface Given {
  token: InjectionToken;
  value: unknown;
}

/** What `createHttpApplication` is told. */
export interface HttpApplicationOptions {
  modules: readonly (Type | DynamicModule)[];
  given: readonly Given[];
  configuration: Configuration;
  log: Log;
  /** What must hold for `/health/ready`. */
  readiness: readonly ReadinessCheck[];
  /** While false, everything but health and metrics is answered 503. */
  isUp: () => boolean;
}

/** What is used of Node's response, whatever version of HTTP it is of. */
interface Response {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  end(text: string): unknown;
}

/** What is used of Fastify's reply. (Nest brings a Fastify of its own, whose types are others.) */
interface Reply {
  code(status: number): unknown;
  type(contentType: string): unknown;
  send(text: string): unknown;
}

class Root {}

/** The modules on one Fastify, with `/health/*`, `/metrics` and the headers that every answer carries. Not yet listening. */
export async function createHttpApplication(options: HttpApplicationOptions): Promise<NestFastifyApplication> {
  const { modules, given, configuration, log, readiness, isUp } = options;
  // Loaded when needed: the command line, which serves nothing, starts in half the time without.
  const [{ NestFactory }, { FastifyAdapter }] = await Promise.all([
    import('@nestjs/core'),
    import('@nestjs/platform-fastify'),
  ]);
  const headers = Object.entries(securityHeaders(configuration));
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    ...timeLimits(configuration),
    // Only what stands in the list may say for whom it asks: else anybody could give himself an address.
    ...(configuration.trustedProxies.length > 0 && { trustProxy: [...configuration.trustedProxies] }),
    routerOptions: { maxParamLength: 500 },
    // Of addresses that are none: Fastify's own answer repeats them, and runs no hook.
    frameworkErrors: ({ statusCode = 400 }: { statusCode?: number }, _request: unknown, { raw }: { raw: Response }) => {
      raw.writeHead(statusCode, { ...Object.fromEntries(headers), 'content-type': PROBLEM_TYPE });
      raw.end(problemText(statusCode, 'The address cannot be read.'));
    },
  });
  const application = await NestFactory.create<NestFastifyApplication>(rootModule(modules, given), adapter, {
    logger: new NestLog(log),
    abortOnError: false,
  });
  const fastify = application.getHttpAdapter().getInstance();
  // On its way out: Nest answers a preflight before any hook of ours is asked about the request.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    done();
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const isLookedAfter = request.url.startsWith('/health') || request.url.startsWith('/metrics');
    if (!isUp() && !isLookedAfter) {
      reply.header('retry-after', '1');
      return answerProblem(reply, 503, 'The database is being started again.');
    }
    // Before its body is read: what a stranger sends to nowhere would be parsed, and hold up everybody.
    if (request.is404) return answerProblem(reply, 404, 'There is nothing at this address.');
  });
  allowOrigins(application, configuration);
  installHealth(fastify, readiness);
  await installMetrics(fastify, configuration, log);
  return application;
}

function answerProblem<R extends Reply>(reply: R, status: number, detail: string): R {
  reply.code(status);
  reply.type(PROBLEM_TYPE);
  reply.send(problemText(status, detail));
  return reply;
}

/** Listens as configured; resolves with the address. (Nest's own `listen` logs what it also throws.) */
export async function listen(application: NestFastifyApplication, { port, host }: Configuration): Promise<string> {
  await application.init();
  return application.getHttpAdapter().getInstance().listen({ port, host });
}

/** Whoever sends or reads more slowly would hold a connection for ever. */
function timeLimits({ headersTimeoutSeconds, requestTimeoutSeconds }: Configuration) {
  return {
    requestTimeout: requestTimeoutSeconds * 1_000,
    connectionTimeout: LONGEST_SILENCE_MS,
    http: {
      maxHeaderSize: HEADERS_LIMIT,
      headersTimeout: headersTimeoutSeconds * 1_000,
      connectionsCheckingInterval: 1_000,
    },
  };
}

/** On every answer; a page of ours that needs more than nothing says so itself. */
function securityHeaders({ isProduction }: Configuration): Readonly<Record<string, string>> {
  return {
    // Answers are about citizens: no cache between here and the caseworker may keep one.
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isProduction && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  };
}

/**
 * Lets pages of other origins ask where they are named. Tokens come in a header and never in a cookie, so that a browser sends
 * none on its own, and asks here first before it sends one for a page.
 */
function allowOrigins(application: NestFastifyApplication, { corsOrigins }: Configuration): void {
  if (corsOrigins.length === 0) return;
  application.enableCors({
    origin: [...corsOrigins],
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'x-authority', 'x-min-position', 'x-purpose', 'x-transaktionsid'],
    exposedHeaders: ['retry-after', 'x-transaktionsid'],
    maxAge: 600,
  });
}

/** What is given is visible to every module, also to those that know nothing of this process. */
function rootModule(modules: readonly (Type | DynamicModule)[], given: readonly Given[]): DynamicModule {
  const providers = given.map(({ token, value }) => ({ provide: token, useValue: value }));
  return { module: Root, global: true, imports: [...modules], providers, exports: given.map(({ token }) => token) };
}
