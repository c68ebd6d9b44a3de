import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDevelopmentIssuer, openDenials, type DevelopmentIssuer, type TokenRequest } from '#access';
import { actTeller } from '#intake';
import { openLive } from '../../support/live-client.js';
import { startProgram, startStandalone, type RunningProgram } from '../../support/program.js';
import { openTestStores, testMasterKey, type TestStores } from '../../support/stores.js';

/* Two processes of the product on one database, and tokens that nobody should be let in with. */

const HERE = '29189846';

let folder: string;
let kept: TestStores;
let issuer: DevelopmentIssuer;
let one: RunningProgram & { url: string };
let other: RunningProgram;
let otherUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'overblik-door-'));
  chmodSync(folder, 0o755);
  kept = await openTestStores();
  const environment = {
    OVERBLIK_DATA_DIR: folder,
    DATABASE_URL: kept.database.url,
    OVERBLIK_MASTER_KEY: testMasterKey.toString('base64'),
    ...(kept.eventStoreUrl !== undefined && { EVENT_STORE_URL: kept.eventStoreUrl }),
  };
  one = await startStandalone(environment);
  const PORT = String(21_000 + (process.pid % 9_000));
  other = await startProgram('apps/overview/main.js', { ...environment, PORT, LOG_LEVEL: 'info' });
  await other.says(/the overview answers/);
  otherUrl = `http://127.0.0.1:${PORT}`;
  issuer = await createDevelopmentIssuer({ keyFolder: join(folder, 'keys'), audience: 'overblik', production: false });
}, 180_000);

afterAll(async () => {
  one.child.kill('SIGTERM');
  other.child.kill('SIGTERM');
  await Promise.all([one.ended(), other.ended()]);
  await kept.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const mint = (more: TokenRequest): Promise<string> => issuer.mint({ authority: HERE, ...more });
const headers = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

async function ask(url: string, token: string, query = '{__typename}'): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: headers(token),
    body: JSON.stringify({ query }),
  });
  return { status: response.status, text: await response.text() };
}

/** Waits until the token is answered so, everywhere. */
async function untilAnswered(status: number, token: string): Promise<void> {
  for (const url of [one.url, otherUrl])
    for (const until = Date.now() + 20_000; (await ask(url, token)).status !== status; await sleep(20))
      if (Date.now() > until) throw new Error(`${url} does not answer ${status}`);
}

describe('a denied user', () => {
  it('is refused by every process, by the tokens that he has and by new ones, until it is lifted', async () => {
    const [old, administrator] = [
      await mint({ roles: ['caseworker'], user: 'bo-1' }),
      await mint({ roles: ['accessAdministrator'], user: 'adm' }),
    ];
    await untilAnswered(200, old);
    const denied = await ask(
      one.url,
      administrator,
      'mutation {denyAccess(input: {user: "bo-1", reason: "fratrådt"}) {id user token deniedBy liftedAt}}',
    );
    const { data } = JSON.parse(denied.text) as { data: { denyAccess: { id: string } } };
    expect(data.denyAccess).toMatchObject({
      user: 'bo-1',
      token: null,
      deniedBy: 'adm',
      liftedAt: null,
    });
    await untilAnswered(401, old);
    const fresh = await ask(otherUrl, await mint({ roles: ['caseworker'], user: 'bo-1' }));
    expect(fresh).toMatchObject({ status: 401 });
    expect(fresh.text).toContain('UNAUTHENTICATED');
    expect((await ask(otherUrl, await mint({ roles: ['caseworker'], user: 'ida-1' }))).status).toBe(200);
    // The security log says why, and not who.
    await other.says(/"because":"denied"/);
    expect(other.output()).not.toMatch(/bo-1/);
    await ask(
      one.url,
      administrator,
      `mutation {liftDenial(id: "${data.denyAccess.id}", reason: "genansat") {liftedAt}}`,
    );
    await untilAnswered(200, old);
  }, 120_000);

  it('may not be lifted, nor be listed, by another authority', async () => {
    const [mine, theirs] = await Promise.all(
      [HERE, '55133018'].map((authority) => mint({ authority, roles: ['accessAdministrator'], user: 'adm' })),
    );
    const { text } = await ask(one.url, mine ?? '', 'mutation {denyAccess(input: {user: "bo-2", reason: "x"}) {id}}');
    const { id } = (JSON.parse(text) as { data: { denyAccess: { id: string } } }).data.denyAccess;
    const lift = (of: string): Promise<{ text: string }> =>
      ask(one.url, theirs ?? '', `mutation {liftDenial(id: "${of}", reason: "x") {id}}`);
    const answer = (await lift(id)).text;
    expect(answer).toContain('NOT_FOUND');
    expect((await lift('5a0d6b1e-0000-4000-8000-00000000ffff')).text).toBe(answer);
    expect((await ask(one.url, theirs ?? '', '{deniedAccess(withPast: true) {id}}')).text).not.toContain(id);
    expect((await ask(one.url, mine ?? '', '{deniedAccess {id}}')).text).toContain(id);
  });

  it('is denied by an access administrator alone', async () => {
    for (const role of ['caseworker', 'auditor', 'operator', 'dpo']) {
      const token = await mint({ roles: [role], user: 'x' });
      const { text } = await ask(one.url, token, 'mutation {denyAccess(input: {user: "ida", reason: "x"}) {id}}');
      expect(text).toContain('FORBIDDEN');
    }
  });
});

it('a denied token alone is refused, for events too, and the other tokens of its user are not', async () => {
  const source = { roles: ['source'], sources: ['urn:overblik:source:ky'], user: 'ky' };
  const [stolen, good] = [await mint(source), await mint(source)];
  const send = async (token: string): Promise<number> => {
    const sent = { ...headers(token), 'content-type': 'application/cloudevents-batch+json' };
    return (await fetch(`${one.url}/events`, { method: 'POST', headers: sent, body: '[]' })).status;
  };
  expect([await send(stolen), await send(good)]).toEqual([200, 200]);
  const { jti } = JSON.parse(Buffer.from(stolen.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
  const denials = openDenials({ pool: kept.stores.pool, tell: actTeller(kept.stores.eventStore) });
  await denials.deny({ authority: null, claim: 'jti', value: jti, reason: 'stjålet', until: null }, 'cli:operator');
  for (const until = Date.now() + 20_000; (await send(stolen)) !== 401; await sleep(20))
    if (Date.now() > until) throw new Error('the stolen token is still let in');
  expect(await send(good)).toBe(200);
  // It may tell of users of other authorities, so it is in no authority's list.
  const administrator = await mint({ roles: ['accessAdministrator'], user: 'adm' });
  expect((await ask(one.url, administrator, '{deniedAccess {token}}')).text).not.toContain(jti);
});

describe('a live view', () => {
  const FOLLOW = `subscription { party(key: {cpr: "0706840001"}) { name address { lines } } }`;
  const PARTY = '7d1c0b4e-0000-4000-8000-000000000001';
  let events = 0;

  async function tell(type: string, data: object): Promise<void> {
    const source = 'urn:overblik:source:ky';
    const token = await mint({ roles: ['source'], sources: [source], user: 'ky' });
    const envelope = { specversion: '1.0', id: `live-${++events}`, source, subject: `party/${PARTY}`, authority: HERE };
    const time = new Date().toISOString();
    const response = await fetch(`${one.url}/events`, {
      method: 'POST',
      headers: { ...headers(token), 'content-type': 'application/cloudevents+json' },
      body: JSON.stringify({ ...envelope, type: `dk.overblik.party.${type}.v1`, time, data }),
    });
    expect(await response.text()).toContain('"accepted"');
  }

  it('is told by every process, whoever took the event in, and no more once its user is denied', async () => {
    const token = await mint({ roles: ['caseworker'], user: 'bo-live' });
    const clients = await Promise.all([one.url, otherUrl].map((url) => openLive(`${url}/graphql`, { token })));
    const views = clients.map((client) => client.follow(FOLLOW));
    for (const view of views) expect((await view.next()).data).toEqual({ party: null });
    const identifiers = [{ type: 'cpr', value: '0706840001' }];
    await tell('registered', { kind: 'person', identifiers, name: 'Karen Kæmpe' });
    for (const view of views)
      expect((await view.next()).data).toEqual({ party: { name: 'Karen Kæmpe', address: null } });
    const administrator = await mint({ roles: ['accessAdministrator'], user: 'adm' });
    await ask(one.url, administrator, 'mutation {denyAccess(input: {user: "bo-live", reason: "fratrådt"}) {id}}');
    for (const client of clients) expect(await client.closed).toEqual({ code: 4403, reason: 'Forbidden' });
    for (const url of [one.url, otherUrl]) {
      const client = await openLive(`${url}/graphql`, { sayHello: false });
      client.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
      expect((await client.closed).code).toBe(4403);
    }
  }, 60_000);
});

describe('a token with many privileges', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  afterAll(() => agent.destroy());

  /** Asks over the one connection; `undefined` where it was closed without an answer. */
  const over = (token: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      const sent = request(`${one.url}/graphql`, { method: 'POST', agent, headers: headers(token) }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      sent.on('error', () => resolve(undefined));
      sent.end('{"query":"{__typename}"}');
    });
  const privilege = (index: number): object => ({
    scope: `urn:dk:gov:saml:cvrNumberIdentifier:${HERE}`,
    privilege: 'https://overblik.dk/roles/usersystemrole/caseworker/1',
    constraints: {
      'https://overblik.dk/constraints/KLE/1': `32.${String(index % 100).padStart(2, '0')}.*`,
      'https://overblik.dk/constraints/foelsomhed/1': 'vip',
    },
  });
  const json = (bytes: number): string => {
    const all: object[] = [];
    for (let length = 0; length < bytes; length += JSON.stringify(privilege(all.length)).length + 1)
      all.push(privilege(all.length));
    return JSON.stringify(all);
  };
  const xml = (bytes: number): string => {
    const group = `<PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:${HERE}"><Privilege>https://overblik.dk/roles/usersystemrole/auditor/1</Privilege></PrivilegeGroup>`;
    const groups = group.repeat(Math.ceil(bytes / group.length));
    return `<bpp:PrivilegeList xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile">${groups}</bpp:PrivilegeList>`;
  };

  it.each([
    ['JSON', { json: json(100 * 1024) }],
    ['XML', { xml: xml(100 * 1024) }],
  ])('is read with 100 KB of %s, again and again over one connection', async (_, privileges) => {
    const token = await mint({ user: 'many', privileges });
    expect(token.length).toBeGreaterThan(133_000);
    expect([await over(token), await over(token), await over(token)]).toEqual([200, 200, 200]);
    const client = await openLive(`${one.url}/graphql`, { token });
    client.close();
  });

  it('is refused with 431 where it is larger than any header may be, and others are answered as before', async () => {
    const huge = await mint({ user: 'many', privileges: { json: json(400 * 1024) } });
    const good = await mint({ user: 'many', roles: ['caseworker'] });
    expect(await over(good)).toBe(200);
    // The server answers before it has read all, and closes: what the client sees of that is one or the other.
    expect([431, undefined]).toContain(await over(huge));
    expect(await ask(one.url, good)).toMatchObject({ status: 200 });
  });
});
