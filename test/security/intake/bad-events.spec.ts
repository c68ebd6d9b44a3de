import type { Receipt } from '#intake';
import {
  AUTHORITY,
  CASE,
  event,
  OTHER_AUTHORITY,
  progress,
  SBSYS,
  type IntakeTrial,
} from '../../scenarios/intake/intake-trial.js';
import { trialThatGoesOn } from './going-on.js';

/** Events that cannot be accepted: each gets its receipt, nothing is stored by halves, and the service goes on. */
let trial: IntakeTrial;
const opened = trialThatGoesOn();
beforeAll(() => {
  trial = opened();
});

const STRUCTURED = { 'content-type': 'application/cloudevents+json' };

async function storedOf(id: string): Promise<number> {
  const { rows } = await trial.database.pool.query<{ n: string }>(
    `select count(*) as n from overblik.events where metadata::jsonb ->> 'id' = $1`,
    [id],
  );
  return Number(rows[0]?.n);
}

async function refusalOf(sent: Record<string, unknown>): Promise<Receipt> {
  const [receipt] = await trial.structured(sent);
  expect(receipt).toMatchObject({ id: sent['id'], status: 'quarantined', quarantineId: expect.any(String) });
  expect(await storedOf(String(sent['id']))).toBe(0);
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

describe('wrong types and unknown fields', () => {
  it.each([
    ['a number for a text', { id: 'w1', data: { progress: 7 } }, '/data/progress'],
    ['a list for an object', { id: 'w2', data: [] }, '/data'],
    ['null for an object', { id: 'w3', data: null }, '/data'],
    ['text for an object', { id: 'w4', data: '{"progress":"informed"}' }, '/data'],
    ['a number for a time', { id: 'w5', time: 1_700_000_000 }, '/time'],
    ['an object for a subject', { id: 'w6', subject: {} }, '/subject'],
    ['a list for an authority', { id: 'w7', authority: [AUTHORITY] }, '/authority'],
    ['a number for a sequence', { id: 'w8', sequence: 12 }, '/sequence'],
    ['a number for silent', { id: 'w9', silent: 1 }, '/silent'],
    ['another specversion', { id: 'w10', specversion: '0.3' }, '/specversion'],
    ['an unknown field', { id: 'w11', data: { progress: 'informed', colour: 'red' } }, '/data/colour'],
    [
      'an unknown field named by a person number',
      { id: 'w12', data: { progress: 'informed', '0101901234': 1 } },
      '/data/*',
    ],
    ['an extension with a capital letter', { id: 'w13', traceParent: 'x' }, '/traceParent'],
    ['an object as extension', { id: 'w14', ext: {} }, '/ext'],
  ])('%s is refused with its path', async (_what, over, path) => {
    expect((await refusalOf(progress(over))).problem).toMatchObject({ rule: 'schema', path });
  });

  it('an id that is no text is a receipt without an id', async () => {
    expect(await trial.batch([progress({ id: 7 }), progress({ id: null }), progress({ id: {} })])).toMatchObject(
      Array.from({ length: 3 }, () => ({ id: null, status: 'quarantined', problem: { path: '/id' } })),
    );
  });
});

describe('bad dates', () => {
  it.each([
    ['2026-02-30T10:00:00Z'],
    ['2026-13-01T10:00:00Z'],
    ['2025-02-29T10:00:00Z'],
    ['2026-01-01T25:00:00Z'],
    ['2026-01-01T10:00:00'],
    ['2026-01-01'],
    ['yesterday'],
    ['0000-01-01T00:00:00Z'],
    ['99999-01-01T00:00:00Z'],
  ])('%s is no time', async (time) => {
    for (const name of ['time', 'effectivefrom', 'effectiveto']) {
      const { problem } = await refusalOf(progress({ id: `date-${name}-${time}`, [name]: time }));
      expect(problem).toMatchObject({ rule: 'schema', path: `/${name}` });
    }
  });

  it('2026-02-30 is no day in the data either', async () => {
    const { data } = event('case.registered');
    const { problem } = await refusalOf(
      event('case.registered', { id: 'day', data: { ...(data as object), openedOn: '2026-02-30' } }),
    );
    expect(problem).toMatchObject({ rule: 'schema', path: '/data/openedOn' });
  });

  it('a period that ends before it begins is refused', async () => {
    const over = { id: 'period', effectivefrom: '2026-02-02T00:00:00Z', effectiveto: '2026-02-01T00:00:00Z' };
    expect((await refusalOf(progress(over))).problem).toMatchObject({ rule: 'schema', path: '/effectiveto' });
  });
});

describe('characters that cannot be stored', () => {
  it.each([
    ['NUL', '\\u0000'],
    ['a lone high surrogate', '\\ud800'],
    ['a lone low surrogate', '\\udc00'],
  ])('%s is refused wherever it stands', async (_what, escaped) => {
    const places: [string, string, string][] = [
      ['id', '/id', ''],
      ['source', '/source', ''],
      ['subject', '/subject', ''],
      ['type', '/type', ''],
      ['registeredby', '/registeredby', ''],
      ['ext', '/ext', ''],
      ['statusText', '/data/statusText', 'data'],
    ];
    for (const [name, path, where] of places) {
      const over = where === '' ? { [name]: '@' } : { data: { progress: 'informed', [name]: '@' } };
      const text = JSON.stringify(progress(over)).replace('"@"', `"a${escaped}b"`);
      const [receipt] = await trial.receiptsOf(await trial.post(text, STRUCTURED));
      expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'schema', path } });
      expect((await trial.get('/quarantine?limit=1000')).status).toBe(200);
    }
  });

  it('are refused in names of fields, and in quarantine can be shown', async () => {
    const text = JSON.stringify(progress({ id: 'names', data: '@' })).replace(
      '"@"',
      '{"progress":"informed","a\\u0000\\ud800":1}',
    );
    const [receipt] = await trial.receiptsOf(await trial.post(text, STRUCTURED));
    expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'schema' } });
  });
});

describe('names that reach for a prototype', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('%s is refused in data and envelope', async (name) => {
    for (const text of [
      JSON.stringify(progress({ id: `proto-data-${name}`, data: '@' })).replace(
        '"@"',
        `{"progress":"informed","${name}":{"isAdmin":true}}`,
      ),
      JSON.stringify(progress({ id: `proto-envelope-${name}` })).replace('{', `{"${name}":{"isAdmin":true},`),
    ]) {
      const [receipt] = await trial.receiptsOf(await trial.post(text, STRUCTURED));
      expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'schema' } });
    }
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('as a header is refused too', async () => {
    const response = await trial.post('{"progress":"informed"}', {
      'content-type': 'application/json',
      'ce-__proto__': 'x',
      'ce-id': 'p',
    });
    expect((await trial.receiptsOf(response))[0]).toMatchObject({ status: 'quarantined', problem: { rule: 'schema' } });
  });
});

describe('the wrong hands', () => {
  it('a CVR with a wrong check digit is refused', async () => {
    expect((await refusalOf(progress({ id: 'cvr', authority: '29189847' }))).problem).toMatchObject({
      rule: 'identifier',
      path: '/authority',
    });
    const party = { kind: 'company', identifier: { type: 'cvr', value: '12345678' } };
    const { problem } = await refusalOf(event('case.party-added', { id: 'cvr2', data: { role: 'primary', party } }));
    expect(problem).toMatchObject({ rule: 'identifier', path: '/data/party/identifier/value' });
  });

  it('a foreign authority is refused, a source that is not master too', async () => {
    expect((await refusalOf(progress({ id: 'foreign', authority: OTHER_AUTHORITY }))).problem?.rule).toBe(
      'foreign-authority',
    );
    const [founded] = await trial.structured(event('case.registered', { id: 'mine' }));
    expect(founded?.status).toBe('accepted');
    const sbsys = await trial.mint({ sources: [SBSYS] });
    const [receipt] = await trial.structured(progress({ id: 'theirs', source: SBSYS, subject: `case/${CASE}` }), sbsys);
    expect(receipt).toMatchObject({ status: 'quarantined', problem: { rule: 'not-master' } });
  });
});

describe('good and bad in one request', () => {
  it('are told apart: each receipt is true of its event', async () => {
    const receipts = await trial.batch([
      progress({ id: 'mix-1' }),
      null,
      progress({ id: 'mix-2', data: {} }),
      { id: 'mix-3' },
      progress({ id: 'mix-4' }),
    ]);
    expect(receipts.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'mix-1 accepted',
      'null quarantined',
      'mix-2 quarantined',
      'mix-3 quarantined',
      'mix-4 accepted',
    ]);
    expect([await storedOf('mix-1'), await storedOf('mix-2'), await storedOf('mix-4')]).toEqual([1, 0, 1]);
  });
});
