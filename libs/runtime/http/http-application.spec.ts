import { loadConfiguration } from '../configuration.js';
import { createLog } from '../log.js';
import { clientAddress } from './client-address.js';
import { createHttpApplication } from './http-application.js';

const log = createLog('silent');

describe('an HTTP application', () => {
  let isUp = true;
  let isReady = true;
  let application: Awaited<ReturnType<typeof createHttpApplication>>;

  beforeAll(async () => {
    application = await createHttpApplication({
      modules: [],
      given: [],
      configuration: loadConfiguration({}),
      log,
      readiness: [
        { name: 'store', holds: () => isReady },
        {
          name: 'projections',
          holds: () => {
            if (!isReady) throw new Error('away');
            return true;
          },
        },
      ],
      isUp: () => isUp,
    });
    await application.init();
    await application.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => application.close());

  it('is alive, ready, and lets no cache keep its answers', async () => {
    const live = await application.inject({ url: '/health/live' });
    expect(live.statusCode).toBe(200);
    expect(live.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const ready = await application.inject({ url: '/health/ready' });
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { status: 'ok', checks: { store: 'ok', projections: 'ok' } },
    ]);
  });

  it('is not ready while a check fails, and alive all the same', async () => {
    isReady = false;
    await new Promise((done) => setTimeout(done, 300)); // an answer is remembered that long
    const ready = await application.inject({ url: '/health/ready' });
    expect([ready.statusCode, ready.json()]).toEqual([
      503,
      { status: 'unavailable', checks: { store: 'failing', projections: 'failing' } },
    ]);
    expect((await application.inject({ url: '/health/live' })).statusCode).toBe(200);
    isReady = true;
  });

  it('answers 503 with a problem document while its database is down', async () => {
    isUp = false;
    const answer = await application.inject({ url: '/anything' });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect((await application.inject({ url: '/health/live' })).statusCode).toBe(200);
    isUp = true;
  });

  it('shows its metrics to loopback only, also behind a proxy of this machine', async () => {
    const metrics = await application.inject({ url: '/metrics' });
    expect(metrics.statusCode).toBe(200);
    expect(metrics.payload).toContain('overblik_http_request_seconds_count');
    expect((await application.inject({ url: '/metrics', remoteAddress: '10.0.0.7' })).statusCode).toBe(404);
    const forwarded = { url: '/metrics', headers: { 'x-forwarded-for': '10.0.0.7' } };
    expect((await application.inject(forwarded)).statusCode).toBe(404);
  });
});

describe('a request that no route answers', () => {
  let application: Awaited<ReturnType<typeof createHttpApplication>>;
  beforeAll(async () => {
    application = await createHttpApplication({
      modules: [],
      given: [],
      configuration: loadConfiguration({ CORS_ORIGINS: 'https://view.example.dk' }),
      log,
      readiness: [],
      isUp: () => true,
    });
    await application.init();
    await application.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => application.close());

  it.each([
    ['/8203891794', 404],
    ['/health/8203891794?cpr=8203891794', 404],
    ['/8203891794%', 400],
    ['/8203891794/%zz', 400],
  ])('is told so in no words of its own, and with the headers of every answer: %s', async (url, status) => {
    const answer = await application.inject({ url });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
    expect(answer.payload).not.toContain('8203891794');
  });

  it('has no body parsed, which could hold up everybody', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await application.inject({ method: 'POST', url: '/nothing', headers, payload: '['.repeat(2_000) });
    expect(answer.statusCode).toBe(404);
  });
});

describe('what a browser is told', () => {
  const started: Awaited<ReturnType<typeof createHttpApplication>>[] = [];
  const start = async (environment: Record<string, string>): Promise<(typeof started)[number]> => {
    const application = await createHttpApplication({
      modules: [],
      given: [],
      configuration: loadConfiguration(environment),
      log,
      readiness: [],
      isUp: () => true,
    });
    started.push(application);
    await application.init();
    await application.getHttpAdapter().getInstance().ready();
    return application;
  };
  afterAll(async () => {
    for (const application of started) await application.close();
  });
  const preflight = (origin: string): object => ({
    method: 'OPTIONS' as const,
    url: '/health/live',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
  });

  it('frames, sniffs, embeds and refers nothing, and in production comes back by TLS alone', async () => {
    const { headers } = await (await start({})).inject({ url: '/health/live' });
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
    const production = await start({
      NODE_ENV: 'production',
      OIDC_ISSUER: 'https://login.example.dk',
      OVERBLIK_MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
    });
    const answer = await production.inject({ url: '/nothing' });
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
  });

  it('lets no page of another origin ask unless it is named', async () => {
    const closed = await start({});
    const opened = await start({ CORS_ORIGINS: 'https://view.example.dk, https://two.example.dk' });
    const allowed = async (application: typeof closed, origin: string): Promise<unknown> =>
      (await application.inject(preflight(origin))).headers['access-control-allow-origin'];
    expect(await allowed(closed, 'https://view.example.dk')).toBeUndefined();
    expect(await allowed(opened, 'https://view.example.dk')).toBe('https://view.example.dk');
    expect(await allowed(opened, 'https://two.example.dk')).toBe('https://two.example.dk');
    for (const origin of [
      'https://evil.example',
      'https://view.example.dk.evil.example',
      'null',
      'http://view.example.dk',
    ])
      expect([origin, await allowed(opened, origin)]).toEqual([origin, undefined]);
    const { headers } = await opened.inject(preflight('https://view.example.dk'));
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
    // What answers for Nest says no less than what answers for us.
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
  });
});

describe('the address of a client', () => {
  const addressSeen = async (trusted: string, from: string, forwarded: string): Promise<string> => {
    const application = await createHttpApplication({
      modules: [],
      given: [],
      configuration: loadConfiguration({ TRUSTED_PROXIES: trusted }),
      log,
      readiness: [],
      isUp: () => true,
    });
    const fastify = application.getHttpAdapter().getInstance();
    fastify.get('/address', async (request) => clientAddress(request));
    await application.init();
    await fastify.ready();
    const headers = { 'x-forwarded-for': forwarded };
    const { payload } = await application.inject({ url: '/address', remoteAddress: from, headers });
    await application.close();
    return payload;
  };

  it.each([
    ['that of its connection, where no proxy is trusted', '', '10.0.0.7', '192.0.2.1', '10.0.0.7'],
    ['what a trusted proxy says', '10.0.0.7', '10.0.0.7', '192.0.2.1', '192.0.2.1'],
    ['what one of a trusted network says', '10.0.0.0/24', '10.0.0.99', '192.0.2.1', '192.0.2.1'],
    [
      'what the last of several trusted proxies was asked by',
      '10.0.0.0/24',
      '10.0.0.7',
      '192.0.2.1, 10.0.0.9',
      '192.0.2.1',
    ],
    [
      'its own, though it claims another before the proxy',
      '10.0.0.7',
      '10.0.0.7',
      '203.0.113.9, 192.0.2.1',
      '192.0.2.1',
    ],
    ['without the port that some proxies add', '10.0.0.7', '10.0.0.7', '192.0.2.1:5555', '192.0.2.1'],
    ['without the port, and in version 6', '10.0.0.7', '10.0.0.7', '[2001:db8::1]:5555', '2001:db8::1'],
    ['that of the proxy, where it says no address', '10.0.0.7', '10.0.0.7', 'unknown 8203891794', '10.0.0.7'],
    ['its own, where it is no proxy', '10.0.0.7', '10.0.0.8', '192.0.2.1', '10.0.0.8'],
  ])('is %s', async (_what, trusted, from, forwarded, seen) => {
    expect(await addressSeen(trusted, from, forwarded)).toBe(seen);
  });
});
