import {
  AUTHORITY,
  CASE,
  event,
  KY,
  openIntakeTrial,
  OTHER_AUTHORITY,
  progress,
  SBSYS,
  type IntakeTrial,
} from './intake-trial.js';

let trial: IntakeTrial;

beforeAll(async () => {
  trial = await openIntakeTrial();
});

afterAll(() => trial.close());

describe('POST /events', () => {
  it('takes a structured event and answers with its receipt', async () => {
    expect(await trial.structured(event('case.registered', { id: 'structured' }))).toEqual([
      { id: 'structured', status: 'accepted', position: expect.stringMatching(/^\d+$/) },
    ]);
  });

  it('takes a batch and answers in its order', async () => {
    const receipts = await trial.batch([progress({ id: 'b1' }), 7, progress({ id: 'b2' }), progress({ id: 'b1' })]);
    expect(receipts.map(({ id, status }) => [id, status])).toEqual([
      ['b1', 'accepted'],
      [null, 'quarantined'],
      ['b2', 'accepted'],
      ['b1', 'duplicate'],
    ]);
    expect(await trial.batch([])).toEqual([]);
  });

  const binaryHeaders = {
    'content-type': 'application/json; charset=utf-8',
    'ce-specversion': '1.0',
    'ce-id': 'bin%C3%A6r%201',
    'ce-source': KY,
    'ce-type': 'dk.overblik.case.progress-changed.v1',
    'ce-subject': `case/${CASE}`,
    'ce-time': '2026-03-12T08:30:00Z',
    'ce-authority': AUTHORITY,
    'ce-sequence': '12',
    'ce-silent': 'true',
  };

  it('takes a binary event, its attributes percent-decoded', async () => {
    const receipts = await trial.receiptsOf(await trial.post('{"progress":"informed"}', binaryHeaders));
    expect(receipts).toEqual([{ id: 'binær 1', status: 'accepted', position: expect.any(String) }]);
  });

  it('gives the same result by any mode: the same event is a duplicate', async () => {
    const receipts = await trial.structured({
      specversion: '1.0',
      id: 'binær 1',
      source: KY,
      type: 'dk.overblik.case.progress-changed.v1',
      subject: `case/${CASE}`,
      time: '2026-03-12T08:30:00Z',
      authority: AUTHORITY,
      sequence: '12',
      data: { progress: 'informed' },
    });
    expect(receipts[0]?.status).toBe('duplicate');
  });

  it('quarantines a binary event without data, or with too much of it', async () => {
    const none = await trial.receiptsOf(await trial.post('', { ...binaryHeaders, 'ce-id': 'none' }));
    expect(none[0]?.problem).toMatchObject({ rule: 'schema', path: '/data' });
    const padded = `{"progress":"informed"${' '.repeat(262_144)}}`;
    const large = await trial.receiptsOf(await trial.post(padded, { ...binaryHeaders, 'ce-id': 'large' }));
    expect(large[0]?.problem).toMatchObject({ rule: 'too-large', path: '/data' });
  });

  it('keeps its answer out of caches and says what it is', async () => {
    const response = await trial.post('[]', { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' });
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.json()).toEqual({ receipts: [] });
  });
});

describe('who may send', () => {
  const sent = JSON.stringify(progress({ id: 'who' }));
  const structured = { 'content-type': 'application/cloudevents+json' };

  it('is 401 without a token, or with a bad one', async () => {
    for (const bearer of [null, 'x', `${trial.token}x`]) {
      const response = await trial.post(sent, structured, bearer);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await response.json()).toMatchObject({ status: 401, title: 'Unauthorized', code: 'UNAUTHENTICATED' });
    }
  });

  it('is 401 before the body is looked at', async () => {
    expect((await trial.post('{', structured, null)).status).toBe(401);
    expect((await trial.post('x'.repeat(9_000_000), structured, null)).status).toBe(401);
  });

  it.each(['caseworker', 'auditor', 'operator', 'dpo', 'citizen'])('is 403 for the role %s', async (role) => {
    const response = await trial.post(sent, structured, await trial.mint({ roles: [role], cpr: '0101900000' }));
    expect(response.status).toBe(403);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('quarantines what the token does not cover', async () => {
    const foreign = await trial.batch([progress({ authority: OTHER_AUTHORITY }), progress({ source: SBSYS })]);
    expect(foreign.map((receipt) => receipt.problem?.rule)).toEqual(['foreign-authority', 'foreign-source']);
  });
});

describe('GET /quarantine', () => {
  it('lists to a source its own, page by page', async () => {
    const source = 'urn:overblik:source:pages';
    const token = await trial.mint({ sources: [source] });
    const bad = ['p1', 'p2', 'p3'].map((id) => progress({ id, source, data: {} }));
    const receipts = await trial.batch(bad, token);
    const first = (await (await trial.get('/quarantine?status=open&limit=2', token)).json()) as {
      entries: object[];
      next: string;
    };
    expect(first.entries).toEqual([
      {
        quarantineId: receipts[0]?.quarantineId,
        id: 'p1',
        source,
        type: 'dk.overblik.case.progress-changed.v1',
        subject: `case/${CASE}`,
        receivedAt: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
        status: 'open',
        problem: receipts[0]?.problem,
      },
      expect.objectContaining({ id: 'p2' }),
    ]);
    const second = (await (
      await trial.get(`/quarantine?status=open&limit=2&after=${first.next}`, token)
    ).json()) as object;
    expect(second).toEqual({ entries: [expect.objectContaining({ id: 'p3' })], next: null });
    expect(await (await trial.get('/quarantine?status=accepted', token)).json()).toEqual({ entries: [], next: null });
  });

  it('never shows to an authority what strangers sent in its name', async () => {
    await trial.batch([progress({ id: 'stranger', authority: OTHER_AUTHORITY })]);
    for (const roles of [['source'], ['operator']]) {
      const token = await trial.mint({ authority: OTHER_AUTHORITY, roles });
      expect(await (await trial.get('/quarantine', token)).json()).toEqual({ entries: [], next: null });
    }
    const own = (await (await trial.get('/quarantine?status=open')).json()) as { entries: { id: string }[] };
    expect(own.entries.map(({ id }) => id)).toContain('stranger');
  });

  it('answers 400 to a query that cannot be read, 401 and 403 to who may not ask', async () => {
    expect((await trial.get('/quarantine?status=lost')).status).toBe(400);
    expect((await trial.get('/quarantine?after=x')).status).toBe(400);
    expect((await trial.get('/quarantine?limit=0')).status).toBe(400);
    expect((await trial.get('/quarantine', null)).status).toBe(401);
    expect((await trial.get('/quarantine', await trial.mint({ roles: ['caseworker'] }))).status).toBe(403);
  });
});

describe('GET /contracts', () => {
  it('is open, and lists every type with its schema', async () => {
    const list = (await (await trial.get('/contracts', null)).json()) as {
      contracts: { type: string; href: string }[];
    };
    expect(list.contracts.length).toBeGreaterThan(40);
    for (const { type, href } of list.contracts.slice(0, 3)) {
      const schema = (await (await trial.get(href, null)).json()) as Record<string, unknown>;
      expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: type });
    }
  });

  it('describes the way in as AsyncAPI 3', async () => {
    expect(await (await trial.get('/contracts/asyncapi.json', null)).json()).toMatchObject({ asyncapi: '3.0.0' });
  });

  it('answers 404 with a problem document to an unknown type', async () => {
    const response = await trial.get('/contracts/dk.overblik.case.dreamt.v1', null);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});
