import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import { ids } from '../../scenarios/graphql/fake-queries.js';
import { startGraphqlServer } from '../../scenarios/graphql/graphql-server.js';
import type { Answer, GraphqlServer } from '../../scenarios/graphql/graphql-server.js';

let server: GraphqlServer;
beforeAll(async () => {
  server = await startGraphqlServer();
});
afterAll(() => server.close());

const codes = ({ body }: Answer): string[] => (body.errors ?? []).map(({ extensions }) => extensions.code);
const authorization = 'Bearer caseworker';
const party = `{ party(key: { id: "${ids.party}" }) { name } }`;

async function get(parameters: Record<string, string>): Promise<{ status: number; body: Answer['body'] }> {
  const response = await fetch(`${server.url}?${new URLSearchParams(parameters).toString()}`, {
    headers: { authorization },
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

async function post(body: unknown): Promise<{ status: number; body: Answer['body'] }> {
  const headers = { authorization, 'content-type': 'application/json' };
  const response = await fetch(server.url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

describe('a question that is no GraphQL document', () => {
  it('runs no code of the one who sends it: a syntax tree as JSON has names that no parser has seen', async () => {
    const document = JSON.stringify(parse('{ harmless: __typename }', { noLocation: true }));
    const question = document.replace('"harmless"', JSON.stringify('a": (globalThis.wasRun = true), "b'));
    for (let time = 0; time < 3; time++) expect(codes(await server.ask(question))).toEqual(['BAD_USER_INPUT']);
    expect(globalThis).not.toHaveProperty('wasRun');
  });

  it.each(['null', 'true', '7', '"text"', '[]', '{}', '{"kind":"Document","definitions":[]}', ' {\n"a":1}', '-1'])(
    'is refused where it is JSON: %s',
    async (question) => {
      for (let time = 0; time < 3; time++) expect(codes(await server.ask(question))).toEqual(['BAD_USER_INPUT']);
    },
  );
});

describe('an alias', () => {
  it('that would be lost once the question is compiled is refused each time', async () => {
    const question = `{ party(key: { id: "${ids.party}" }) { __proto__: id } }`;
    for (let time = 0; time < 3; time++) expect(codes(await server.ask(question))).toEqual(['BAD_USER_INPUT']);
  });

  it('that every object has anyway is answered each time', async () => {
    const question = `{ valueOf: party(key: { id: "${ids.party}" }) { constructor: id } }`;
    const answers = [];
    for (let time = 0; time < 3; time++) answers.push((await server.ask(question)).body.data);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ valueOf: { constructor: ids.party } })));
  });
});

describe('a question by GET', () => {
  it.each([
    ['changes nothing', { query: 'mutation { liftHold(id: "x", reason: "y") { id } }' }, 405],
    ['names one of its operations', { query: 'query A { __typename } query B { __typename }' }, 400],
    ['has an operation', { query: 'fragment F on Query { __typename }' }, 400],
    ['names one that is there', { query: 'query A { __typename }', operationName: 'B' }, 400],
  ])('%s, or is refused', async (_what, parameters, status) => {
    for (let time = 0; time < 3; time++) {
      const answer = await get(parameters);
      expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([status, 'BAD_USER_INPUT']);
    }
  });
});

describe('a question that came by POST before', () => {
  it.each([
    ['with two operations', 'query C { __typename } query D { __typename }', 400],
    ['with a change', 'mutation { liftHold(id: "x", reason: "y") { reason } }', 405],
  ])('is judged anew by GET: %s', async (_what, query, status) => {
    for (let time = 0; time < 2; time++) await server.ask(query);
    const answer = await get({ query });
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([status, 'BAD_USER_INPUT']);
  });
});

describe('a page of another origin', () => {
  // What a browser sends for a page without asking first (the Fetch standard's simple requests) can change nothing here.
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'cannot have a form sent as %s',
    async (type) => {
      const body = JSON.stringify({ query: 'mutation { liftHold(id: "x", reason: "y") { id } }' });
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { authorization, ...(type !== '' && { 'content-type': type }) },
        body: new TextEncoder().encode(body),
      });
      expect(response.status).toBe(415);
    },
  );

  it('is let in by no cookie', async () => {
    const answer = await server.ask(party, {
      token: null,
      headers: { cookie: 'token=caseworker; authorization=Bearer' },
    });
    expect(answer.status).toBe(401);
  });
});

describe('a question that is too large', () => {
  const wide = 'cases(first: 200) { edges { node { documents(first: 200) { edges { node { title } } } } } }';
  it.each([
    [
      'deep',
      `${'{ party(key: {id: "x"}) { relations { party { relations '.repeat(8)}${'} '.repeat(32)}`,
      /15 levels, found \d+/,
    ],
    ['dear', `{ party(key: { id: "x" }) { ${wide} } }`, /60000 points, found \d+/],
    [
      'dear in a search',
      `{ searchParties(text: "a", first: 200) { edges { node { ${wide} } } } }`,
      /60000 points, found/,
    ],
    ['long', `{ __typename } #${'x'.repeat(40_000)}`, /40000 characters, found 40\d+/],
    ['made of many tokens', `{ sources { ${'name '.repeat(3_000)} } }`, /more than|3000 tokens/],
  ])('is refused, and told the limit: %s', async (_what, question, told) => {
    for (let time = 0; time < 3; time++) {
      const answer = await server.ask(question);
      expect([answer.status, codes(answer), answer.body.data]).toEqual([400, ['QUERY_TOO_COMPLEX'], undefined]);
      expect(answer.body.errors?.[0]?.message).toMatch(told);
    }
  });

  it('is refused by its variables too, also once it is compiled', async () => {
    const question = `query($n: Int) { party(key: { id: "${ids.party}" }) { ${wide.replaceAll('200', '$n')} } }`;
    for (const [n, refused] of [
      [5, []],
      [200, ['QUERY_TOO_COMPLEX']],
      [5, []],
      [200, ['QUERY_TOO_COMPLEX']],
    ] as const)
      expect(codes(await server.ask(question, { variables: { n } }))).toEqual(refused);
  });

  it('is refused before graphql-js compares its fields two by two', async () => {
    const started = performance.now();
    await server.ask(`{ sources { ${'name '.repeat(2_900)} } }`);
    await server.ask(`{ ${'party(key: { id: "x" }) { name } '.repeat(200)} }`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('a question by its hash', () => {
  const question = '{ sources { name } }';
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  const named = (sha256Hash: unknown, version: unknown = 1): object => ({ persistedQuery: { version, sha256Hash } });

  it('is asked for once, and answered by the hash alone from then on', async () => {
    const extensions = named(hashOf(question));
    const unknown = await post({ extensions });
    expect(unknown).toMatchObject({
      status: 200,
      body: { errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] },
    });
    expect((await post({ query: question, extensions })).body.errors).toBeUndefined();
    for (let time = 0; time < 3; time++)
      expect((await post({ extensions })).body.data).toEqual({ sources: [{ name: 'KY' }] });
    expect((await get({ extensions: JSON.stringify(extensions) })).body.data).toEqual({ sources: [{ name: 'KY' }] });
    expect((await post({ documentId: `sha256:${hashOf(question)}` })).body.data).toEqual({ sources: [{ name: 'KY' }] });
  });

  it('takes the operation that is named', async () => {
    const two = 'query A { sources { name } } query B { sources { source } }';
    const extensions = named(hashOf(two));
    await post({ query: two, operationName: 'A', extensions });
    expect((await post({ operationName: 'B', extensions })).body.data).toEqual({
      sources: [{ source: 'urn:overblik:source:ky' }],
    });
  });

  it("is not kept under another's hash", async () => {
    const extensions = named(hashOf('{ another }'));
    expect((await post({ query: question, extensions })).body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect((await post({ extensions })).body.errors?.[0]?.extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it.each([named('x'), named(7), named(hashOf(question), 2), { persistedQuery: 'x' }, { persistedQuery: [] }])(
    'is refused where it is none: %j',
    async (extensions) => {
      expect((await post({ extensions })).body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    },
  );
});
