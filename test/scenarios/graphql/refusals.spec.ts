import { AccessError } from '#access';
import { BeingBuiltAnew } from '#read-models/queries';
import { ids } from './fake-queries.js';
import { startGraphqlServer } from './graphql-server.js';
import type { Answer, AskOptions, GraphqlServer } from './graphql-server.js';

let server: GraphqlServer;
beforeAll(async () => {
  server = await startGraphqlServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.entries.length = 0;
});

const partyById = `{ party(key: { id: "${ids.party}" }) { name } }`;
const codes = ({ body }: Answer): (string | undefined)[] =>
  (body.errors ?? []).map(({ extensions }) => extensions.code);
const transaction = '0F0E0D0C-0B0A-4908-8706-050403020100';

describe('who is let in', () => {
  it.each([null, 'forged'])('turns a request away that has no valid token (%s)', async (token) => {
    const answer = await server.ask(partyById, { token });
    expect([answer.status, codes(answer), 'data' in answer.body]).toEqual([401, ['UNAUTHENTICATED'], false]);
    expect(server.entries).toEqual([]);
  });

  it.each(['citizen', 'operator', 'nobody'])('forbids %s the overview and writes that down', async (token) => {
    const answer = await server.ask(partyById, { token });
    expect([answer.status, codes(answer), answer.body.data]).toEqual([200, ['FORBIDDEN'], null]);
    expect(server.entries).toMatchObject([{ action: 'DENIED', denied: 'FORBIDDEN', parties: [], objects: [] }]);
  });

  it('gives an operator what he may have and refuses the rest', async () => {
    const answer = await server.ask(`{ sources { name } ${partyById.slice(1)}`, { token: 'operator' });
    expect(answer.body.data).toEqual({ sources: [{ name: 'KY' }], party: null });
    expect(codes(answer)).toEqual(['FORBIDDEN']);
  });

  it('wants to know the authority where a token covers two', async () => {
    expect(codes(await server.ask(partyById, { token: 'two-authorities' }))).toEqual(['BAD_USER_INPUT']);
    const chosen = await server.ask(partyById, { token: 'two-authorities', headers: { 'x-authority': '55133018' } });
    expect(chosen.body.errors).toBeUndefined();
    expect(server.entries).toMatchObject([{ authority: '55133018' }]);
  });
});

describe('what is answered null', () => {
  it.each([
    ['an unknown id', '{ party(key: { id: "no such" }) { name } }', 'no such'],
    ['an unknown number', '{ party(key: { cpr: "010190-1234" }) { name } }', '010190-1234'],
    ['an unknown case', '{ case(id: "no such") { title } }', 'no such'],
    ['a history', '{ caseHistory(caseId: "no such") { totalCount } }', 'no such'],
  ])('is written down as asked: %s', async (_what, question, asked) => {
    expect((await server.ask(question)).body.errors).toBeUndefined();
    expect(server.entries).toMatchObject([
      { action: 'DENIED', asked: [asked], parties: [], objects: [], denied: null },
    ]);
  });

  it('is a search without hits', async () => {
    await server.ask('{ searchParties(text: "nobody") { totalCount } }');
    expect(server.entries).toMatchObject([{ action: 'DENIED', searchText: 'nobody', hits: 0 }]);
  });
});

describe('an answer is not given', () => {
  it('when its access entry cannot be written', async () => {
    server.refuseEntries(new AccessError('ACCESS_LOG_UNAVAILABLE', 'The view could not be written.'));
    const answer = await server.ask(partyById);
    server.refuseEntries(undefined);
    expect([answer.status, codes(answer), answer.body.data]).toEqual([503, ['SOURCE_UNAVAILABLE'], undefined]);
  });

  it('while what it is made of is being built anew, which is no fault', async () => {
    server.queries.fault = new BeingBuiltAnew(new Error('column c.secret does not exist'));
    const answer = await server.ask(partyById);
    server.queries.fault = undefined;
    expect([codes(answer), answer.body.errors?.[0]?.message]).toEqual([
      ['SOURCE_UNAVAILABLE'],
      expect.stringContaining('being built anew'),
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('with the words of a fault: they may name people', async () => {
    server.queries.fault = new Error('duplicate key (cpr)=(0706840001) at SELECT * FROM secret');
    const answer = await server.ask(partyById);
    server.queries.fault = undefined;
    expect(codes(answer)).toEqual(['INTERNAL']);
    expect(JSON.stringify(answer.body)).not.toMatch(/0706840001|SELECT|at /);
    expect(server.entries).toEqual([]);
  });
});

describe('what is asked wrongly', () => {
  const party = (rest: string): string => `{ party(key: { id: "${ids.party}" }) { ${rest} } }`;
  const wrong: [string, string, AskOptions?][] = [
    ['a page of none', party('cases(first: 0) { totalCount }')],
    ['a page of 201', party('documents(first: 201) { totalCount }')],
    ['no page size', party('documents(first: null) { totalCount }')],
    ['a page below', party('cases { edges { node { documents(first: 999) { totalCount } } } }')],
    ['a cursor', party('cases(after: "bad") { totalCount }')],
    ['no cursor at all', party('cases(after: "<>") { totalCount }')],
    ['two keys', '{ party(key: { cpr: "0706840001", cvr: "29189846" }) { name } }'],
    [
      'two keys in variables',
      'query($key: PartyKey!) { party(key: $key) { name } }',
      { variables: { key: { cpr: '0706840001', cvr: '29189846' } } },
    ],
    ['no key', 'query($key: PartyKey!) { party(key: $key) { name } }', { variables: { key: {} } }],
    ['a number that is none', '{ party(key: { cpr: "0706840001x" }) { name } }'],
    ['a date that does not exist', '{ searchCases(filter: { openedFrom: "2026-02-30" }) { totalCount } }'],
    ['a moment without zone', '{ case(id: "x", asOf: "2026-02-03T10:00:00") { title } }'],
    [
      'a moment in variables',
      'query($t: DateTime) { case(id: "x", asOf: $t) { title } }',
      { variables: { t: '2026-02-30T10:00:00Z' } },
    ],
    ['a subject', '{ searchCases(filter: { kle: "320" }) { totalCount } }'],
    [
      'half a character',
      'query($text: String!) { searchParties(text: $text) { totalCount } }',
      { variables: { text: 'a\ud800' } },
    ],
    [
      'a NUL',
      'query($text: String!) { searchParties(text: $text) { totalCount } }',
      { variables: { text: 'a\u0000' } },
    ],
    ['an unknown field', '{ secret }'],
    ['no question', '{'],
    ['a missing variable', 'query($key: PartyKey!) { party(key: $key) { name } }'],
    ['an operation that is not there', 'query A { __typename }', { operationName: 'B' }],
    ['a transaction id', partyById, { headers: { 'x-transaktionsid': '7' } }],
    ['a position', partyById, { headers: { 'x-min-position': 'soon' } }],
    ['a purpose', partyById, { headers: { 'x-purpose': '%E6%' } }],
    ['a long text', `{ searchParties(text: "${'a'.repeat(201)}") { totalCount } }`],
  ];

  it.each(wrong.map(([what, question, options = {}]) => [what, question, options] as const))(
    'is said to be so: %s',
    async (_what, question, options) => {
      for (let time = 0; time < 3; time++) {
        const answer = await server.ask(question, options);
        expect(new Set(codes(answer))).toEqual(new Set(['BAD_USER_INPUT']));
        expect(answer.body.data ?? null).toBeNull();
        expect(JSON.stringify(answer.body)).not.toMatch(/0706840001|\/work|node_modules/);
      }
      expect(server.entries).toEqual([]);
    },
  );

  it('does not get its values back', async () => {
    const secret = 'Jens Hemmelig 0101901234';
    const questions: [string, Record<string, unknown>?][] = [
      [`{ party(key: "${secret}") { name } }`],
      [`{ party(key: { id: { name: "${secret}" } }) { name } }`],
      [`{ searchCases(filter: { progress: "${secret}" }) { totalCount } }`],
      [`{ party "${secret}" }`],
      ['query($key: PartyKey!) { party(key: $key) { name } }', { key: secret }],
      ['query($key: PartyKey!) { party(key: $key) { name } }', { key: { [secret]: secret } }],
      ['query($key: PartyKey!) { party(key: $key) { name } }', { key: { cpr: { secret } } }],
      ['query($t: DateTime) { case(id: "x", asOf: $t) { title } }', { t: secret }],
      [
        'query($f: CaseFilter!) { searchCases(filter: $f) { totalCount } }',
        { f: { progress: [secret], openedFrom: secret } },
      ],
    ];
    for (const [question, variables] of questions) {
      for (let time = 0; time < 3; time++) {
        const answer = await server.ask(question, variables === undefined ? {} : { variables });
        expect(new Set(codes(answer))).toEqual(new Set(['BAD_USER_INPUT']));
        expect(JSON.stringify(answer.body)).not.toMatch(/Hemmelig|0101901234/);
      }
    }
  });

  it.each([
    [
      'too deep',
      `{ party(key: {id: "x"}) ${'{ cases { edges { node { parties { party '.repeat(3)}{ id }${' } } } } }'.repeat(3)} }`,
    ],
    ['too wide', `{ ${Array.from({ length: 11 }, (_, index) => `a${index}: sources { name }`).join(' ')} }`],
    [
      'too many rows',
      '{ party(key: {id: "x"}) { cases(first: 200) { edges { node { documents(first: 200) { totalCount } } } } } }',
    ],
    [
      'a bomb of fragments',
      `{ ...A0 } ${Array.from({ length: 15 }, (_, index) => `fragment A${index} on Query { ...A${index + 1} ...A${index + 1} }`).join(' ')} fragment A15 on Query { __typename }`,
    ],
  ])('is refused where it is %s', async (_what, question) => {
    expect(codes(await server.ask(question))).toEqual(['QUERY_TOO_COMPLEX']);
  });

  it.each([
    ['text/plain', '{}', 415],
    ['application/json', '[{"query":"{__typename}"}]', 400],
    ['application/json', `{"query":"${'a'.repeat(300_000)}"}`, 413],
    ['application/json', '{"query":"{__typename}","__proto__":{"a":1}}', 400],
  ])('is a body that cannot be read (%s)', async (type, body, status) => {
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { authorization: 'Bearer caseworker', 'content-type': type },
      body,
    });
    const answer = (await response.json()) as Answer['body'];
    expect([response.status, answer.errors?.[0]?.extensions.code]).toEqual([status, 'BAD_USER_INPUT']);
  });
});

describe('the envelope of an answer', () => {
  it('carries the position up to which all was read', async () => {
    server.queries.readTo = 57;
    expect((await server.ask(partyById)).body.extensions).toEqual({ position: '57' });
    expect((await server.ask('{')).body.extensions).toEqual({ position: '57' });
  });

  it('waits for the position that the caller has seen', async () => {
    expect((await server.ask(partyById, { headers: { 'x-min-position': '57' } })).body.errors).toBeUndefined();
    const answer = await server.ask(partyById, { headers: { 'x-min-position': '58' } });
    expect([answer.status, codes(answer), answer.body.data]).toEqual([200, ['NOT_YET_VISIBLE'], null]);
  });

  it('echoes the transaction id, and gives one where there was none', async () => {
    const echoed = await server.ask(partyById, { headers: { 'x-transaktionsid': transaction } });
    expect(echoed.headers.get('x-transaktionsid')).toBe(transaction.toLowerCase());
    expect(server.entries).toMatchObject([{ transactionId: transaction.toLowerCase() }]);
    expect((await server.ask('{')).headers.get('x-transaktionsid')).toMatch(/^[0-9a-f-]{36}$/);
    expect((await server.ask('{', { token: null })).headers.get('x-transaktionsid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('leaves no entry behind for questions about the schema', async () => {
    await server.ask('{ __typename __schema { types { name } } }');
    expect(server.entries).toEqual([]);
  });
});
