import { connect } from 'node:net';
import type { Receipt } from '#intake';
import { progress, type IntakeTrial } from '../../scenarios/intake/intake-trial.js';
import { trialThatGoesOn } from './going-on.js';

/** Bodies that are no events: 4xx or a quarantine receipt, never a 500, and the service goes on. */
let trial: IntakeTrial;
const opened = trialThatGoesOn();
beforeAll(() => {
  trial = opened();
});

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };
const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  return (await response.json()) as Record<string, unknown>;
}

async function refusalOf(sent: Record<string, unknown>): Promise<Receipt> {
  const [receipt] = await trial.structured(sent);
  expect(receipt).toMatchObject({ id: sent['id'], status: 'quarantined', quarantineId: expect.any(String) });
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

describe('malformed JSON', () => {
  it.each([
    ['{"a":1,}', 1, 8],
    ['{\n  "a": tru\n}', 2, 8],
    ['[1, 2', 1, 6],
    ['', 1, 1],
    ['{"a":"\u0001"}', 1, 7],
    ['{"a":1} x', 1, 9],
    ["{'a':1}", 1, 2],
    ['{"a":"\\x"}', 1, 7],
    ['nul', 1, 1],
  ])('%j is 400 with line and column', async (body, line, column) => {
    const response = await trial.post(body, STRUCTURED);
    expect(response.status).toBe(400);
    expect(await problemOf(response)).toMatchObject({ status: 400, line, column });
  });

  it('never repeats what was sent', async () => {
    const response = await trial.post('{"cpr": "0101901234", oops}', STRUCTURED);
    expect(JSON.stringify(await problemOf(response))).not.toMatch(/0101901234|oops/);
  });

  it('is 400 where the bytes are not UTF-8', async () => {
    const response = await trial.post(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), STRUCTURED);
    expect(response.status).toBe(400);
  });

  it('is 400 in the data of a binary event', async () => {
    const response = await trial.post('{', { 'content-type': 'application/json', 'ce-id': 'x' });
    expect(response.status).toBe(400);
  });
});

describe('a body that is not what its content type says', () => {
  it.each([
    [STRUCTURED, '[]'],
    [STRUCTURED, '"x"'],
    [STRUCTURED, 'null'],
    [BATCH, '{}'],
    [BATCH, '7'],
  ])('is 400: %j %s', async (headers, body) => {
    expect((await trial.post(body, headers)).status).toBe(400);
  });

  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/json' }],
    [{ 'content-type': 'application/cloudevents+json; charset=latin1' }],
    [{ 'content-type': 'application/xml', 'ce-id': 'x' }],
    [{ 'content-type': 'nonsense' }],
    [{ 'content-type': 'application/cloudevents+avro' }],
    [{ ...STRUCTURED, 'content-encoding': 'gzip' }],
  ])('is 415: %j', async (headers) => {
    const response = await trial.post(JSON.stringify(progress()), headers);
    expect(response.status).toBe(415);
    expect((await problemOf(response))['status']).toBe(415);
  });

  it('is 400 where a ce- header is not percent-encoded UTF-8', async () => {
    expect((await trial.post('{}', { 'content-type': 'application/json', 'ce-id': '%C3' })).status).toBe(400);
  });
});

describe('size', () => {
  it('of ten megabytes is 413', async () => {
    const response = await trial.post(
      JSON.stringify(progress({ data: { statusText: 'x'.repeat(10_000_000) } })),
      STRUCTURED,
    );
    expect(response.status).toBe(413);
    expect((await problemOf(response))['status']).toBe(413);
  });

  it('of ten megabytes sent without its length is 413 too', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(1_000_000));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < 10) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const init = {
      method: 'POST',
      headers: { ...STRUCTURED, authorization: `Bearer ${trial.token}` },
      body,
      duplex: 'half',
    };
    expect((await fetch(`${trial.url}/events`, init as RequestInit)).status).toBe(413);
  });

  it('of a million events is 413, also where they are small', async () => {
    expect((await trial.post(`[${'0,'.repeat(999_999)}0]`, BATCH)).status).toBe(413);
    expect((await trial.post(`[${'{},'.repeat(10_000)}{}]`, BATCH)).status).toBe(413);
  });

  it('of ten thousand bad events is ten thousand receipts', async () => {
    const receipts = await trial.batch(Array.from({ length: 10_000 }, () => ({})));
    expect(receipts).toHaveLength(10_000);
    expect(new Set(receipts.map((receipt) => receipt.quarantineId)).size).toBe(1);
  });

  it('of data above the limit is a receipt', async () => {
    const { problem } = await refusalOf(
      progress({ id: 'large', data: { progress: 'informed', statusText: 'x'.repeat(262_144) } }),
    );
    expect(problem).toMatchObject({ rule: 'too-large', path: '/data' });
  });

  it('of an id above the limit is a receipt without an id', async () => {
    expect(await trial.structured(progress({ id: 'x'.repeat(129) }))).toMatchObject([
      { id: null, status: 'quarantined', problem: { rule: 'schema', path: '/id' } },
    ]);
  });

  it('promised and never sent keeps nobody waiting', async () => {
    const { port } = new URL(trial.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\ncontent-type: application/cloudevents+json\r\n\r\n{`,
    );
    await trial.structured(progress({ id: 'meanwhile' }));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(trial.logged.filter((entry) => entry.includes('ExceptionsHandler'))).toEqual([]);
  });
});

describe('deep nesting', () => {
  it.each([100, 9_000, 80_000])('of %d levels is a receipt', async (levels) => {
    const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const text = JSON.stringify(progress({ id: `deep-${levels}`, data: '@' })).replace('"@"', `{"progress":${deep}}`);
    const [receipt] = await trial.receiptsOf(await trial.post(text, STRUCTURED));
    expect(receipt).toMatchObject({ id: `deep-${levels}`, status: 'quarantined', problem: { rule: 'schema' } });
  });

  it.each([9_000, 80_000])('of %d levels outside the data is a receipt', async (levels) => {
    const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const text = JSON.stringify(progress({ id: 'deep-extension', ext: '@' })).replace('"@"', deep);
    const [receipt] = await trial.receiptsOf(await trial.post(text, STRUCTURED));
    expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'schema', path: '/ext' } });
  });

  it('of millions of levels is 400, and holds nobody up', async () => {
    const started = performance.now();
    for (const body of [
      `${'['.repeat(4_000_000)}${']'.repeat(4_000_000)}`,
      '['.repeat(8_000_000),
      '{"a":'.repeat(1_000_000),
      `["\\"${'\\\\'.repeat(200_000)}",${'['.repeat(20_000)}`,
    ]) {
      expect((await trial.post(body, BATCH)).status).toBe(400);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('is not what brackets in texts make', async () => {
    const statusText = '[{"'.repeat(100);
    const sent = Array.from({ length: 1_000 }, (_, index) =>
      progress({ id: `brackets-${index}`, data: { progress: 'informed', statusText } }),
    );
    expect((await trial.batch(sent)).every((receipt) => receipt.status === 'accepted')).toBe(true);
  });
});

describe('wide objects', () => {
  const attributes = (count: number): object =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index.toString(36)}`, 'v'.repeat(200)]));

  it('of hundreds of attributes are a receipt that says how many may be', async () => {
    const wide = { ...progress({ id: 'wide' }), ...attributes(900) };
    const [receipt] = await trial.receiptsOf(await trial.post(JSON.stringify(wide), STRUCTURED));
    expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'schema', fix: expect.any(String) } });
    expect(receipt?.problem?.message).toContain('at most 64 extension attributes');
  });

  it.each<[string, object]>([
    ['attributes', { ...progress({}), ...attributes(20_000) }],
    ['fields of the data', progress({ data: { progress: attributes(20_000) } })],
    ['attributes in a batch', [progress({}), { ...progress({}), ...attributes(20_000) }]],
  ])('of thousands of %s are 400, which says what may be sent, before they are parsed', async (_, body) => {
    const response = await trial.post(JSON.stringify(body), Array.isArray(body) ? BATCH : STRUCTURED);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('more than 1000 members. Send the attributes and fields');
  });
});
