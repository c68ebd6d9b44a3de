import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLive } from '../../support/live-client.js';
import { startGraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import type { GraphqlServer } from '../../scenarios/graphql/graphql-server.js';

let server: GraphqlServer;
const folder = mkdtempSync(join(tmpdir(), 'overblik-manifest-'));
const registered = 'query Sources { sources { name } }';
const followed = 'subscription Follow { party(key: { id: "x" }) { name } }';
beforeAll(async () => {
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1 };
  const operations = [
    { id: 'sources-1', body: registered, name: 'Sources', type: 'query' },
    { id: 'follow-1', body: followed, name: 'Follow', type: 'subscription' },
  ];
  const persistedQueriesFile = join(folder, 'manifest.json');
  writeFileSync(persistedQueriesFile, JSON.stringify({ ...manifest, operations }));
  server = await startGraphqlServer({ environment: 'production' });
  only = await startGraphqlServer({ configuration: { persistedQueries: 'only', persistedQueriesFile } });
});
let only: GraphqlServer;
afterAll(async () => {
  await server.close();
  await only.close();
  rmSync(folder, { recursive: true });
});

describe('in production', () => {
  it.each([
    '{ __schema { queryType { name } } }',
    '{ __type(name: "Party") { name } }',
    '{ a: __schema { types { name } } }',
  ])('the schema is not told: %s', async (question) => {
    const { body } = await server.ask(question);
    expect([body.data, body.errors?.[0]?.extensions.code]).toEqual([undefined, 'BAD_USER_INPUT']);
    expect(JSON.stringify(body)).not.toMatch(/"(Query|Party)"[^.]*fields/);
  });

  it.each([
    ['a field', '{ party(key: { id: "x" }) { nam } }'],
    ['a root field', '{ parti { name } }'],
    ['an argument', '{ party(key: { id: "x" }, asO: null) { status } }'],
    ['a value', '{ searchCases(filter: { progress: OPEND }) { totalCount } }'],
    ['a type', 'query($k: PartyKei!) { party(key: $k) { name } }'],
    ['a field of an input', '{ searchCases(filter: { tekst: "x" }) { totalCount } }'],
  ])('%s that is misspelt is not put right', async (_what, question) => {
    const { body } = await server.ask(question);
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(JSON.stringify(body)).not.toMatch(/did you mean|\bname\b|OPENED|PartyKey|asOf|\btext\b/i);
  });
});

describe('where only registered questions are answered', () => {
  const ask = (body: object): Promise<Response> =>
    fetch(only.url, {
      method: 'POST',
      headers: { authorization: 'Bearer caseworker', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const sha256Hash = createHash('sha256').update(registered).digest('hex');

  it.each([
    ['its id', { documentId: 'sources-1' }],
    ['its hash', { extensions: { persistedQuery: { version: 1, sha256Hash } } }],
    ['its text', { query: registered }],
  ])('one is answered by %s', async (_what, body) => {
    expect(((await (await ask(body)).json()) as { data: unknown }).data).toEqual({ sources: [{ name: 'KY' }] });
  });

  it.each([
    ['by its text', '{ sources { source } }'],
    ['that hides behind a comment', `${registered} #`],
  ])('another is not, %s', async (_what, query) => {
    const hash = createHash('sha256').update(query).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    for (const body of [{ query }, { query, extensions }, { extensions }, { query, documentId: 'sources-1' }])
      expect(await (await ask(body)).json()).toMatchObject({
        errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
      });
  });

  it('one can be followed by its text or hash, and another cannot', async () => {
    const client = await openLive(only.url);
    const byHash = (text: string) => ({
      extensions: { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') } },
    });
    for (const live of [client.follow(followed), client.follow('', {}, byHash(followed))])
      expect((await live.next()).data).toEqual({ party: null });
    const other = `${followed} #`;
    for (const live of [
      client.follow(other),
      client.follow(other, {}, byHash(other)),
      client.follow('', {}, byHash(other)),
    ])
      expect(await live.ended()).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
    client.close();
  });
});
