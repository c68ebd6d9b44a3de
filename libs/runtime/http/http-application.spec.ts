import { loadConfiguration } from '../configuration.js';
import { createLog } from '../log.js';
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
