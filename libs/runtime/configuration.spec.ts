import { readFileSync } from 'node:fs';
import { loadConfiguration, variableNames } from './configuration.js';

const key = Buffer.alloc(32, 1).toString('base64');

describe('the configuration', () => {
  it('needs nothing in development', () => {
    const configuration = loadConfiguration({});
    expect(configuration).toMatchObject({
      environment: 'development',
      port: 3000,
      dataDir: '.data',
      oidcAudience: 'overblik',
    });
    expect(configuration.databaseUrl).toBeUndefined();
  });

  it('takes empty variables as absent', () => {
    expect(loadConfiguration({ PORT: ' ', DATABASE_URL: '' }).port).toBe(3000);
  });

  it('lists all problems at once, and no value', () => {
    const load = (): unknown =>
      loadConfiguration({
        PORT: 'abc',
        DATABASE_URL: 'mysql://secret',
        OVERBLIK_MASTER_KEY: 'short',
        LOG_LEVEL: 'loud',
      });
    expect(load).toThrow(/PORT(.|\n)*DATABASE_URL(.|\n)*OVERBLIK_MASTER_KEY(.|\n)*LOG_LEVEL/);
    expect(load).not.toThrow(/secret|short|loud/);
  });

  it('refuses production without an issuer and a master key', () => {
    expect(() => loadConfiguration({ NODE_ENV: 'production' })).toThrow(
      /OIDC_ISSUER is required(.|\n)*OVERBLIK_MASTER_KEY is required/,
    );
  });

  it('takes production with both', () => {
    const configuration = loadConfiguration({
      NODE_ENV: 'production',
      OIDC_ISSUER: 'https://login.example.dk',
      OVERBLIK_MASTER_KEY: key,
    });
    expect(configuration.isProduction).toBe(true);
  });

  it('refuses an issuer without TLS in production, but for loopback', () => {
    const production = { NODE_ENV: 'production', OVERBLIK_MASTER_KEY: key };
    expect(() => loadConfiguration({ ...production, OIDC_ISSUER: 'http://login.example.dk' })).toThrow(
      'OIDC_ISSUER must be',
    );
    expect(loadConfiguration({ ...production, OIDC_ISSUER: 'http://127.0.0.1:9000' }).oidcIssuer).toBe(
      'http://127.0.0.1:9000',
    );
  });

  it('takes the connection string of a cluster, and no other address for it', () => {
    for (const url of ['kurrentdb://localhost:2113', 'esdb+discover://a:b@one.example,two.example?tls=false']) {
      expect(loadConfiguration({ EVENT_STORE_URL: url }).eventLog).toMatchObject({ eventStoreUrl: url });
    }
    for (const url of ['esdb://', 'http://localhost:2113']) {
      expect(() => loadConfiguration({ EVENT_STORE_URL: url })).toThrow('EVENT_STORE_URL must be');
    }
  });

  it('is told in full by .env.example', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const told = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(told.sort()).toEqual([...variableNames].sort());
  });

  it.each([
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://view.example.dk/page'],
    ['CORS_ORIGINS', 'https://view.example.dk, null'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', 'proxy.example.dk'],
    ['TRUSTED_PROXIES', '10.0.0.7, 10.0.0'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', '::/0'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '10.0.0.0/8/8'],
    ['TRUSTED_PROXIES', 'fe80::1%eth0'],
    ['RATE_LIMIT_QUESTIONS', '-1'],
    ['RATE_LIMIT_DELIVERIES', 'many'],
    ['HEADERS_TIMEOUT_SECONDS', '0'],
    ['HEADERS_TIMEOUT_SECONDS', '500'],
    ['REQUEST_TIMEOUT_SECONDS', '4000'],
    ['PERSISTED_QUERIES', 'some'],
    ['PERSISTED_QUERIES', 'only'],
  ])('refuses a limit that is none: %s=%s', (name, value) => {
    expect(() => loadConfiguration({ [name]: value })).toThrow(name);
  });

  it('takes origins as a list', () => {
    const { corsOrigins } = loadConfiguration({ CORS_ORIGINS: ' https://a.dk ,http://127.0.0.1:5173,' });
    expect(corsOrigins).toEqual(['https://a.dk', 'http://127.0.0.1:5173']);
  });

  it('takes proxies as addresses and networks', () => {
    const { trustedProxies } = loadConfiguration({ TRUSTED_PROXIES: '10.0.0.7, 10.1.0.0/16,2001:db8::/32' });
    expect(trustedProxies).toEqual(['10.0.0.7', '10.1.0.0/16', '2001:db8::/32']);
  });
});
