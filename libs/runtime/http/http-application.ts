import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DynamicModule, InjectionToken, Type } from '@nestjs/common';
import type { Configuration } from '../configuration.js';
import type { Log } from '../log.js';
import { NestLog } from '../nest-log.js';
import { installHealth } from './health.js';
import type { ReadinessCheck } from './health.js';
import { installMetrics } from './metrics.js';

/** The largest request that any route takes; beyond it 413. */
export const BODY_LIMIT = 8 * 1024 * 1024;

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

class Root {}

/** The modules on one Fastify, with `/health/*`, `/metrics` and the headers that every answer carries. Not yet listening. */
export async function createHttpApplication(options: HttpApplicationOptions): Promise<NestFastifyApplication> {
  const { modules, given, configuration, log, readiness, isUp } = options;
  // Loaded when needed: the command line, which serves nothing, starts in half the time without.
  const [{ NestFactory }, { FastifyAdapter }] = await Promise.all([
    import('@nestjs/core'),
    import('@nestjs/platform-fastify'),
  ]);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    // Slow senders may not hold a connection for ever; eight megabytes in two minutes is slow enough.
    requestTimeout: 120_000,
    routerOptions: { maxParamLength: 500 },
  });
  const application = await NestFactory.create<NestFastifyApplication>(rootModule(modules, given), adapter, {
    logger: new NestLog(log),
    abortOnError: false,
  });
  const fastify = application.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'DENY');
    reply.header('referrer-policy', 'no-referrer');
    // Answers are about citizens: no cache between here and the caseworker may keep one.
    reply.header('cache-control', 'no-store');
    if (isUp() || request.url.startsWith('/health') || request.url.startsWith('/metrics')) return;
    const problem = {
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      detail: 'The database is being started again.',
    };
    await reply.code(503).header('retry-after', '1').type('application/problem+json').send(JSON.stringify(problem));
  });
  installHealth(fastify, readiness);
  await installMetrics(fastify, configuration, log);
  return application;
}

/** Listens as configured; resolves with the address. (Nest's own `listen` logs what it also throws.) */
export async function listen(application: NestFastifyApplication, { port, host }: Configuration): Promise<string> {
  await application.init();
  return application.getHttpAdapter().getInstance().listen({ port, host });
}

/** What is given is visible to every module, also to those that know nothing of this process. */
function rootModule(modules: readonly (Type | DynamicModule)[], given: readonly Given[]): DynamicModule {
  const providers = given.map(({ token, value }) => ({ provide: token, useValue: value }));
  return { module: Root, global: true, imports: [...modules], providers, exports: given.map(({ token }) => token) };
}
