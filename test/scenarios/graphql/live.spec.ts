import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { AccessError } from '#access';
import { metrics } from '#runtime';
import { readyQuestion } from '../../../apps/overview/playground/ready-question.js';
import { openLive, type LiveClient, type OpenOptions } from '../../support/live-client.js';
import { caseId, ids } from './fake-queries.js';
import { startGraphqlServer, type GraphqlServer } from './graphql-server.js';

let server: GraphqlServer;
const open: LiveClient[] = [];
beforeAll(async () => {
  server = await startGraphqlServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.entries.length = 0;
  server.queries.asked.length = 0;
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});

const connect = async (options?: OpenOptions): Promise<LiveClient> => {
  const client = await openLive(server.url, options);
  open.push(client);
  return client;
};
const key = { id: ids.party };
const FOLLOW_ALL = readyQuestion
  .replace(/^query.*$/m, 'subscription($key: PartyKey!) {')
  .replace(/party\(key: \$key[^)]*\)/, 'party(key: $key)');
const FOLLOW_NAME = 'subscription($key: PartyKey!) { party(key: $key) { id name } }';

/** Resolves when something moved that this question does not show, and it was asked again. */
async function askedAgain(): Promise<void> {
  const before = server.queries.asked.length;
  server.queries.readTo += 1;
  while (server.queries.asked.length === before) await sleep(5);
}

describe('a view that is followed', () => {
  it('is answered at once as by POST, and again when the answer has changed', async () => {
    const live = (await connect()).follow(FOLLOW_ALL, { key });
    const asked = await server.ask(readyQuestion, { variables: { key } });
    const first = await live.next();
    expect(first).toEqual(asked.body);
    server.queries.told += 1;
    const second = await live.next();
    expect(second).toEqual((await server.ask(readyQuestion, { variables: { key } })).body);
    expect(second.data).not.toEqual(first.data);
  });

  it('is told nothing while the answer is the same, wherever the read models stand', async () => {
    const live = (await connect()).follow(FOLLOW_NAME, { key });
    const first = await live.next();
    await askedAgain();
    await askedAgain();
    server.queries.told += 1;
    const second = await live.next();
    expect([first, second].map(({ data }) => (data?.['party'] as { name: string }).name)).toEqual([
      expect.any(String),
      `Karen ${server.queries.told}`,
    ]);
    expect(Number(second.extensions.position)).toBeGreaterThan(Number(first.extensions.position) + 1);
    expect(live.waiting()).toBe(0);
  });

  it('may be a case', async () => {
    const live = (await connect()).follow('subscription($id: ID!) { case(id: $id) { id title } }', { id: caseId(3) });
    expect((await live.next()).data).toEqual({ case: { id: caseId(3), title: 'Enkeltydelse nr. 0' } });
  });

  it('is named as it likes, with fragments of its own', async () => {
    const question = `subscription($key: PartyKey!) { ...Followed }
      fragment Followed on Subscription { whom: party(key: $key) { cases(first: 2) { edges { node { id } } } } }`;
    const live = (await connect()).follow(question, { key });
    expect((await live.next()).data).toEqual({
      whom: { cases: { edges: [{ node: { id: caseId(0) } }, { node: { id: caseId(1) } }] } },
    });
  });

  it('is told to the client of graphql-ws', async () => {
    const client = createClient({
      url: server.url.replace('http:', 'ws:'),
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: 'Bearer caseworker' },
    });
    const answers = client.iterate({ query: FOLLOW_NAME, variables: { key } });
    expect((await answers.next()).value?.data).toMatchObject({ party: { id: ids.party } });
    server.queries.told += 1;
    expect((await answers.next()).value?.data).toMatchObject({ party: { name: `Karen ${server.queries.told}` } });
    await answers.return?.();
    await client.dispose();
  });

  it('is counted while it is open, and asked no more when it is stopped', async () => {
    const gauge = async (): Promise<string> => /^overblik_live_views (\d+)$/m.exec(await metrics.metrics())?.[1] ?? '';
    const client = await connect();
    const [stopped, other] = [client.follow(FOLLOW_NAME, { key }), client.follow(FOLLOW_NAME, { key })];
    await stopped.next();
    await other.next();
    expect(await gauge()).toBe('2');
    stopped.stop();
    while ((await gauge()) !== '1') await sleep(5);
    server.queries.told += 1;
    await other.next();
    expect(stopped.waiting()).toBe(0);
    client.close();
    while ((await gauge()) !== '0') await sleep(5);
  });
});

describe('the access log of a view that is followed', () => {
  it('has an entry for each answer, and none for those that were not sent; only the first looks up', async () => {
    const client = await connect({
      init: { 'X-Purpose': 'Samtale%20om%20bolig', 'x-transaktionsid': '7b1f7d3e-8a52-4a57-9d0c-0d0f0a3f4a11' },
      headers: { origin: new URL(server.url).origin },
    });
    const live = client.follow(FOLLOW_NAME, { key });
    await live.next();
    await askedAgain();
    server.queries.told += 1;
    await live.next();
    expect(server.entries).toHaveLength(2);
    for (const entry of server.entries)
      expect(entry).toMatchObject({
        action: 'VIEW',
        user: 'bo',
        operation: 'party',
        parties: [ids.party],
        asked: [],
        purpose: 'Samtale om bolig',
        transactionId: '7b1f7d3e-8a52-4a57-9d0c-0d0f0a3f4a11',
        hopOrigin: new URL(server.url).origin,
        ip: '127.0.0.1',
      });
    expect(server.entries.map(({ lookedUp }) => lookedUp)).toEqual([[ids.party], undefined]);
  });

  it('tells once of what is not there, as over HTTP', async () => {
    const live = (await connect()).follow(FOLLOW_NAME, { key: { cpr: '0101010000' } });
    expect((await live.next()).data).toEqual({ party: null });
    await askedAgain();
    await askedAgain();
    expect(server.entries).toMatchObject([{ action: 'DENIED', asked: ['0101010000'], parties: [] }]);
    expect(live.waiting()).toBe(0);
  });

  it('that cannot be written withholds the answer, and it is given when it can', async () => {
    server.refuseEntries(new AccessError('ACCESS_LOG_UNAVAILABLE', 'down'));
    const live = (await connect()).follow(FOLLOW_NAME, { key });
    const withheld = await live.next();
    expect(withheld).toMatchObject({ data: null, errors: [{ extensions: { code: 'SOURCE_UNAVAILABLE' } }] });
    expect(JSON.stringify(withheld)).not.toContain(ids.party);
    server.refuseEntries(undefined);
    expect((await live.next()).data).toMatchObject({ party: { id: ids.party } });
    server.refuseEntries(new AccessError('ACCESS_LOG_UNAVAILABLE', 'down'));
    server.queries.told += 1;
    const before = server.queries.asked.length;
    while (server.queries.asked.length < before + 2) await sleep(5);
    expect(live.waiting()).toBe(0);
    server.refuseEntries(undefined);
    expect((await live.next()).data).toMatchObject({ party: { name: `Karen ${server.queries.told}` } });
    expect(server.entries).toHaveLength(2);
  });
});

describe('a fault while a view is followed', () => {
  it('leaves the view as it was; it is told again when it can be read', async () => {
    const live = (await connect()).follow(FOLLOW_NAME, { key });
    await live.next();
    server.queries.fault = Object.assign(new Error('gone'), { code: '57P01' });
    await askedAgain();
    server.queries.fault = undefined;
    server.queries.told += 1;
    expect((await live.next()).errors).toBeUndefined();
  });

  it('is told where nothing has been answered yet, once', async () => {
    server.queries.fault = Object.assign(new Error('gone'), { code: '57P01' });
    const live = (await connect()).follow(FOLLOW_NAME, { key });
    expect((await live.next()).errors).toMatchObject([{ extensions: { code: 'SOURCE_UNAVAILABLE' } }]);
    await askedAgain();
    expect(live.waiting()).toBe(0);
    server.queries.fault = undefined;
    expect((await live.next()).errors).toBeUndefined();
  });
});
