import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { AccessError, type Caller } from '#access';
import { openLive, type LiveClient, type OpenOptions } from '../../support/live-client.js';
import { ids } from '../../scenarios/graphql/fake-queries.js';
import {
  caller,
  startGraphqlServer,
  type GraphqlServer,
  type ServerOptions,
} from '../../scenarios/graphql/graphql-server.js';

const key = { id: ids.party };
const FOLLOW = 'subscription($key: PartyKey!) { party(key: $key) { id name } }';
const ORIGIN = 'https://view.example.dk';

const servers: GraphqlServer[] = [];
const open: LiveClient[] = [];
const started = async (options?: ServerOptions): Promise<GraphqlServer> => {
  const server = await startGraphqlServer(options);
  servers.push(server);
  return server;
};
let server: GraphqlServer;
beforeAll(async () => {
  server = await started({ configuration: { corsOrigins: [ORIGIN] } });
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});
afterAll(() => Promise.all(servers.map((each) => each.close())));

const connect = async (options?: OpenOptions, to = server): Promise<LiveClient> => {
  const client = await openLive(to.url, options);
  open.push(client);
  return client;
};
/** Connects and leaves the first message to the test. */
const silent = (options: OpenOptions = {}, to = server): Promise<LiveClient> =>
  connect({ ...options, sayHello: false }, to);
const codesOf = (errors: unknown): string[] =>
  (errors as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);

describe('a connection for live views', () => {
  it.each([
    ['no token', {}],
    ['a token that is none', { authorization: 'Bearer forged' }],
    ['a token in the wrong form', { authorization: 'caseworker' }],
    ['no object', undefined],
  ])('is closed where the first message brings %s', async (_what, payload) => {
    const client = await silent();
    client.send({ type: 'connection_init', payload });
    expect(await client.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(client.received).toEqual([]);
  });

  it('takes the token also from the request that opened it', async () => {
    const client = await connect({ token: null, headers: { authorization: 'Bearer caseworker' } });
    expect((await client.follow(FOLLOW, { key }).next()).data).toMatchObject({ party: key });
  });

  it.each([
    ['x-TransaktionsId', 'no uuid'],
    ['x-Purpose', '%E0%A4%A'],
  ])('is closed where %s cannot be read', async (name, value) => {
    const client = await silent();
    client.send({ type: 'connection_init', payload: { authorization: 'Bearer caseworker', [name]: value } });
    expect((await client.closed).code).toBe(4400);
  });

  it('answers nobody before he has said who he is', async () => {
    const client = await silent();
    client.follow(FOLLOW, { key });
    expect((await client.closed).code).toBe(4401);
    expect(client.received).toEqual([]);
  });

  it('is closed after three seconds of silence', async () => {
    expect((await (await silent()).closed).code).toBe(4408);
  });

  it.each([
    ['of another subprotocol', { protocol: 'graphql-ws' }, 400],
    ['at another address', { path: '/events' }, 404],
    ['at a spelling of the address', { path: '/graphql/' }, 404],
    ['from a page of an origin that is not named', { headers: { origin: 'https://elsewhere.example' } }, 403],
    ['from a page without an address', { headers: { origin: 'null' } }, 403],
  ])('%s is refused', async (_what, { path = '/graphql', ...options }: OpenOptions & { path?: string }, status) => {
    const url = server.url.replace('/graphql', path);
    await expect(openLive(url, { ...options, sayHello: false })).rejects.toThrow(String(status));
  });

  it('is refused where a hundred of its address have not said who they are, and taken when they are gone', async () => {
    const strangers = await Promise.all(Array.from({ length: 100 }, () => silent()));
    await expect(silent()).rejects.toThrow('429');
    for (const stranger of strangers) stranger.close();
    await Promise.all(strangers.map(({ closed }) => closed));
    expect((await (await connect()).follow(FOLLOW, { key }).next()).data).toMatchObject({ party: key });
  });

  it('from a page of an origin that is named, or of our own, is taken', async () => {
    for (const origin of [ORIGIN, new URL(server.url).origin])
      expect((await connect({ headers: { origin } })).socket.protocol).toBe('graphql-transport-ws');
  });

  it('is closed with words of ours, whatever was sent', async () => {
    const id = `0706840001 ${'x'.repeat(300)}`;
    const twice = await connect();
    const message = { id, type: 'subscribe', payload: { query: FOLLOW, variables: { key } } };
    twice.send(message);
    twice.send(message);
    expect(await twice.closed).toEqual({ code: 4409, reason: 'Subscriber already exists' });
    const broken = await connect();
    broken.send('{"0706840001');
    expect(await broken.closed).toEqual({ code: 4400, reason: 'Bad request' });
    const wrong = await connect();
    wrong.send({ id: '0706840001', type: 'next', payload: { data: null } });
    expect(await wrong.closed).toEqual({ code: 4500, reason: 'Internal server error' });
  });

  it('is closed where a message is larger than headers may be', async () => {
    const client = await silent();
    client.send({
      type: 'connection_init',
      payload: { authorization: 'Bearer caseworker', text: 'x'.repeat(250 * 1024) },
    });
    await client.message('connection_ack');
    client.send({ type: 'ping', payload: { text: 'x'.repeat(300 * 1024) } });
    expect((await client.closed).code).toBe(1009);
  });

  it('is closed where messages come in a flood', async () => {
    const client = await connect();
    for (let sent = 0; sent < 5_000; sent++) client.send({ type: 'ping' });
    expect((await client.closed).code).toBe(1008);
  });

  it('has twenty views at most, and a user fifty', async () => {
    const clients = await Promise.all([connect(), connect(), connect()]);
    const [first] = clients;
    const many = Array.from({ length: 20 }, () => first?.follow(FOLLOW, { key }));
    for (const each of many) await each?.next();
    expect(codesOf(await first?.follow(FOLLOW, { key }).ended())).toEqual(['TOO_MANY_REQUESTS']);
    for (let view = 0; view < 20; view++) await clients[1]?.follow(FOLLOW, { key }).next();
    for (let view = 0; view < 10; view++) await clients[2]?.follow(FOLLOW, { key }).next();
    expect(codesOf(await clients[2]?.follow(FOLLOW, { key }).ended())).toEqual(['TOO_MANY_REQUESTS']);
    const other = await connect({ token: 'auditor' });
    expect((await other.follow(FOLLOW, { key }).next()).data).toMatchObject({ party: key });
    many[0]?.stop();
    await sleep(50);
    expect((await clients[2]?.follow(FOLLOW, { key }).next())?.data).toMatchObject({ party: key });
  });

  it('counts as a question, as does each subscription', async () => {
    const slow = await started({ configuration: { questionsPerSecond: 1 } });
    const client = await connect({}, slow);
    const ends = Array.from({ length: 20 }, () => client.follow('subscription { nonsense }').ended());
    const codes = (await Promise.all(ends)).flatMap(codesOf);
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'BAD_USER_INPUT'));
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
    const late = await silent({}, slow);
    late.send({ type: 'connection_init', payload: { authorization: 'Bearer caseworker' } });
    expect((await late.closed).code).toBe(1013);
  });
});

describe('a token of a connection', () => {
  const judged = { expired: false, down: false };
  let held: GraphqlServer;
  const bo = caller('bo', ...(['caseworker'] as const).map((role) => groupOf(role)));
  beforeAll(async () => {
    held = await started({
      verifier: {
        verify: async (bearer) => {
          if (judged.down) throw new AccessError('DENY_LIST_UNAVAILABLE', 'down');
          if (bearer === 'bo' && !judged.expired) return bo;
          if (bearer === 'bo-newer') return bo;
          if (bearer === 'ida') return { ...bo, sub: 'ida' };
          return { kind: 'unauthenticated', because: 'expired' };
        },
      },
    });
  });
  beforeEach(() => {
    judged.expired = false;
    judged.down = false;
    held.entries.length = 0;
  });

  it('that holds no more closes it, and nothing is told after that', async () => {
    const client = await connect({ token: 'bo' }, held);
    const live = client.follow(FOLLOW, { key });
    await live.next();
    judged.expired = true;
    held.queries.told += 1;
    expect(await client.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    expect(live.waiting()).toBe(0);
    expect(held.entries).toHaveLength(1);
  });

  it('can be renewed by a ping, and the view goes on without being looked up anew', async () => {
    const client = await connect({ token: 'bo' }, held);
    const live = client.follow(FOLLOW, { key });
    await live.next();
    client.send({ type: 'ping', payload: { Authorization: 'Bearer bo-newer' } });
    expect(await client.message('pong')).toEqual({ type: 'pong' });
    judged.expired = true;
    held.queries.told += 1;
    await live.next();
    expect(held.entries.map(({ lookedUp }) => lookedUp)).toEqual([[ids.party], undefined]);
  });

  it.each(['ida', 'forged'])('is not renewed by one of somebody else, or one that is none (%s)', async (token) => {
    const client = await connect({ token: 'bo' }, held);
    client.send({ type: 'ping', payload: { authorization: `Bearer ${token}` } });
    expect((await client.closed).code).toBe(4403);
  });

  it('that cannot be judged just now gets no answer, and stays', async () => {
    const client = await connect({ token: 'bo' }, held);
    const live = client.follow(FOLLOW, { key });
    await live.next();
    judged.down = true;
    held.queries.told += 1;
    await sleep(1_500);
    expect(live.waiting()).toBe(0);
    judged.down = false;
    expect((await live.next()).data).toMatchObject({ party: { name: `Karen ${held.queries.told}` } });
  });
});

describe('a request that asks for another protocol', () => {
  it('is answered as if it had not, as Java asks at first', async () => {
    const text = JSON.stringify({ query: '{ __typename }' });
    const answer = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const asked = request(server.url, {
        method: 'POST',
        headers: {
          connection: 'Upgrade, HTTP2-Settings',
          upgrade: 'h2c',
          'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
          authorization: 'Bearer caseworker',
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(text)),
        },
      });
      asked.on('error', reject).on('response', (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode, body }));
      });
      asked.write(text.slice(0, 5));
      setTimeout(() => asked.end(text.slice(5)), 50);
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ data: { __typename: 'Query' } });
  });
});

describe('a server that stops', () => {
  it('closes its connections, and has finished what it was answering', async () => {
    const stopping = await startGraphqlServer();
    const client = await openLive(stopping.url);
    const live = client.follow(FOLLOW, { key });
    await live.next();
    await stopping.close();
    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    const asked = stopping.queries.asked.length;
    await sleep(1_200);
    expect(stopping.queries.asked).toHaveLength(asked);
  });
});

function groupOf(role: 'caseworker'): Caller['groups'][number] {
  const unrestricted = { kle: null, sensitivity: 3 as const, units: null, sources: null, viewClasses: [] };
  return { role, authority: '29189846', ...unrestricted, grounds: [] };
}
