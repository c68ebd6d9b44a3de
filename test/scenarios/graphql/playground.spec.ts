import { startGraphqlServer } from './graphql-server.js';
import type { GraphqlServer } from './graphql-server.js';

describe('in development', () => {
  let server: GraphqlServer;
  let origin: string;
  beforeAll(async () => {
    server = await startGraphqlServer({ environment: 'development' });
    origin = new URL(server.url).origin;
  });
  afterAll(() => server.close());

  it('has a playground of its own files, and lets it fetch from nowhere else', async () => {
    const page = await fetch(`${origin}/playground`);
    const html = await page.text();
    expect(page.url).toBe(`${origin}/playground/`);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'self'/);
    expect(html).not.toMatch(/https?:\/\//);
    const files = [...html.matchAll(/(?:src|href)="([^"/][^"]*)"/g)].map(([, file]) => file ?? '');
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect([file, (await fetch(`${origin}/playground/${file}`)).status]).toEqual([file, 200]);
  });

  it('starts it with a question that the schema can answer', async () => {
    const script = await (await fetch(`${origin}/playground/boot.js`)).text();
    const start = JSON.parse(/^const start = (.*);$/m.exec(script)?.[1] ?? '') as { query: string };
    const variables = { key: { cpr: '070684-0001' } };
    expect((await server.ask(start.query, { variables })).body.errors).toBeUndefined();
  });

  it.each(['..%2fpackage.json', '%2e%2e/index.js', 'nothing.js'])('gives no file from elsewhere: %s', async (path) => {
    expect((await fetch(`${origin}/playground/${path}`)).status).toBe(404);
  });

  it('tells its schema', async () => {
    expect((await server.ask('{ __schema { queryType { name } } }')).body.data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    });
  });
});

describe('in production', () => {
  let server: GraphqlServer;
  beforeAll(async () => {
    server = await startGraphqlServer({ environment: 'production' });
  });
  afterAll(() => server.close());

  it('has no playground and does not tell its schema', async () => {
    const { origin } = new URL(server.url);
    for (const path of ['/', '/playground', '/playground/', '/playground/boot.js', '/playground/main.js']) {
      expect([path, (await fetch(`${origin}${path}`, { redirect: 'manual' })).status]).toEqual([path, 404]);
    }
    const { body } = await server.ask('{ __schema { queryType { name } } }');
    expect([body.data, body.errors?.[0]?.extensions.code]).toEqual([undefined, 'BAD_USER_INPUT']);
    expect((await server.ask('{ __typename }')).body.data).toEqual({ __typename: 'Query' });
  });
});
