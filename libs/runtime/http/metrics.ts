import { createServer } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Configuration } from '../configuration.js';
import type { Log } from '../log.js';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** All metrics of this process. */
export const metrics = new Registry();

/** Adds a gauge whose values are asked for at each scrape; a scrape whose answer fails leaves the gauge out. */
export function addGauge(
  name: string,
  help: string,
  labels: readonly string[],
  read: () => Promise<readonly Reading[]>,
): void {
  metrics.removeSingleMetric(name); // an application that is started again in this process brings its own
  new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [metrics],
    async collect() {
      const readings = await read().catch(() => []);
      this.reset();
      for (const { labels: of, value } of readings) this.set({ ...of }, value);
    },
  });
}

/** One value of a gauge. */
export interface Reading {
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** `/metrics` in Prometheus' text format: on `METRICS_PORT` where there is one, else on the main port to loopback only. */
export async function installMetrics(fastify: Fastify, configuration: Configuration, log: Log): Promise<void> {
  if (metrics.getSingleMetric('process_cpu_user_seconds_total') === undefined)
    collectDefaultMetrics({ register: metrics });
  timeRequests(fastify);
  const port = configuration.metricsPort;
  if (port === undefined) {
    fastify.get('/metrics', async (request, reply) => {
      // A request that a proxy on this machine passed on comes from loopback too, and is not ours.
      const isForwarded = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
      if (isForwarded || !isLoopback(request.socket.remoteAddress)) return reply.callNotFound();
      return reply.type(metrics.contentType).send(await metrics.metrics());
    });
    return;
  }
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, configuration.host, () => resolve());
  });
  fastify.addHook('onClose', async () => void server.close());
  log.debug('metrics have a port of their own');
}

function timeRequests(fastify: Fastify): void {
  const durations =
    (metrics.getSingleMetric('overblik_http_request_seconds') as Histogram | undefined) ??
    new Histogram({
      name: 'overblik_http_request_seconds',
      help: 'Time from a request to its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [metrics],
    });
  fastify.addHook('onResponse', async (request, reply) => {
    // The route, not the URL: a URL may name a citizen, and each would be a series of its own.
    const route = request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
}
