import { openLive, type LiveClient, type OpenOptions } from '../../support/live-client.js';
import { ids } from '../../scenarios/graphql/fake-queries.js';
import { startGraphqlServer, type GraphqlServer } from '../../scenarios/graphql/graphql-server.js';

const key = { id: ids.party };
const FOLLOW = 'subscription($key: PartyKey!) { party(key: $key) { id name } }';

const open: LiveClient[] = [];
let server: GraphqlServer;
let production: GraphqlServer;
beforeAll(async () => {
  server = await startGraphqlServer();
  production = await startGraphqlServer({ environment: 'production' });
});
beforeEach(() => {
  server.queries.asked.length = 0;
  server.entries.length = 0;
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});
afterAll(async () => {
  await server.close();
  await production.close();
});

const connect = async (options?: OpenOptions, to = server): Promise<LiveClient> => {
  const client = await openLive(to.url, options);
  open.push(client);
  return client;
};
const codesOf = (errors: unknown): string[] =>
  (errors as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);

describe('what is subscribed to', () => {
  const refused: [what: string, query: string, code: string][] = [
    ['a query', '{ party(key: { cpr: "0706840001" }) { name } }', 'BAD_USER_INPUT'],
    ['a mutation', 'mutation { reveal(partyId: "x", what: [CPR], reason: "x") { cpr } }', 'BAD_USER_INPUT'],
    ['no GraphQL', 'subscription {', 'BAD_USER_INPUT'],
    [
      'two root fields',
      'subscription { a: party(key: { id: "x" }) { id } b: party(key: { id: "y" }) { id } }',
      'BAD_USER_INPUT',
    ],
    ['a field that is not there', 'subscription { party(key: { id: "x" }) { secret } }', 'BAD_USER_INPUT'],
    ['another day', 'subscription { party(key: { id: "x" }, asOf: "2026-01-01T00:00:00Z") { id } }', 'BAD_USER_INPUT'],
    ['too many tokens', `subscription { party(key: { id: "x" }) { ${'id '.repeat(4_000)} } }`, 'QUERY_TOO_COMPLEX'],
    [
      'too many characters',
      `subscription { party(key: { id: "x" }) { id } } #${'x'.repeat(41_000)}`,
      'QUERY_TOO_COMPLEX',
    ],
    ['too many aliases', aliased(101), 'QUERY_TOO_COMPLEX'],
    ['what is too dear', dear(), 'QUERY_TOO_COMPLEX'],
    ['a value that is none', 'subscription($key: PartyKey!) { party(key: $key) { id } }', 'BAD_USER_INPUT'],
  ];
  it.each(refused)('is refused where it is %s, and nothing is read', async (_what, query, code) => {
    const client = await connect();
    expect([...new Set(codesOf(await client.follow(query, { key: { cpr: 7 } }).ended()))]).toEqual([code]);
    expect(server.queries.asked).toEqual([]);
    expect(client.heard()).not.toContain('0706840001');
  });

  it('is refused by POST and by GET, which give one answer', async () => {
    const byGet = async (): Promise<{ status: number; text: string }> => {
      const parameters = new URLSearchParams({ query: FOLLOW, variables: JSON.stringify({ key }) });
      const response = await fetch(`${server.url}?${parameters.toString()}`, {
        headers: { authorization: 'Bearer caseworker' },
      });
      return { status: response.status, text: await response.text() };
    };
    // Again and again: the engine keeps questions, and compiles them when they come back.
    for (let time = 0; time < 3; time++) {
      const answer = await server.ask(FOLLOW, { variables: { key } });
      expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
      expect(answer.body.data ?? null).toBeNull();
      const got = await byGet();
      expect(got.status).toBe(400);
      expect(got.text).toContain('BAD_USER_INPUT');
    }
    expect(server.queries.asked).toEqual([]);
  });

  it('in production says nothing of the schema, and is answered else', async () => {
    const client = await connect({}, production);
    const question = 'subscription { party(key: { id: "x" }) { id __typename } }';
    expect((await client.follow(question).next()).data).toEqual({ party: null });
    const errors = await client.follow('subscription { __schema { types { name } } }').ended();
    expect(new Set(codesOf(errors))).toEqual(new Set(['BAD_USER_INPUT']));
  });

  it('is FORBIDDEN where the roles are others, with an entry, and ends', async () => {
    const live = (await connect({ token: 'citizen' })).follow(FOLLOW, { key });
    expect(await live.next()).toMatchObject({ data: null, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    await live.ended();
    expect(server.entries).toMatchObject([{ action: 'DENIED', denied: 'FORBIDDEN', asked: [ids.party] }]);
  });
});

function aliased(times: number): string {
  const fields = Array.from({ length: times }, (_, n) => `a${n}: id`).join(' ');
  return `subscription { party(key: { id: "x" }) { ${fields} } }`;
}

function dear(): string {
  const page = 'cases(first: 200) { edges { node { documents(first: 200) { edges { node { id } } } } } }';
  return `subscription { party(key: { id: "x" }) { ${page} } }`;
}
