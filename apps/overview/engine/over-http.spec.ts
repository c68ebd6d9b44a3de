import type { FastifyRequest } from 'fastify';
import { isReadable, mediaTypeFor, readParameters } from './over-http.js';
import { PersistedQuestions } from './persisted-questions.js';

const newer = 'application/graphql-response+json';
const plain = 'application/json';

describe('the media type of an answer', () => {
  it.each([
    [undefined, plain],
    ['*/*', plain],
    [newer, newer],
    [`${newer}, ${plain};q=0.9`, newer],
    [`${newer};q=0.8, ${plain}`, plain],
    [`${newer}; charset=utf-8`, newer],
    ['text/html', plain],
  ])('for Accept: %s is %s', (accept, expected) => {
    expect(mediaTypeFor(accept)).toBe(expected);
  });
});

describe('a body', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'is read as %s',
    (type) => expect(isReadable(type)).toBe(true),
  );
  it.each([undefined, 'text/plain', 'application/json; charset=latin1', 'application/jsonp', 'multipart/form-data'])(
    'is not read as %s',
    (type) => expect(isReadable(type)).toBe(false),
  );
});

describe('the parameters of a request', () => {
  const persisted = new PersistedQuestions(new Map(), false);
  const post = (body: unknown): FastifyRequest => ({ method: 'POST', body }) as unknown as FastifyRequest;

  it('name the operation in the question, which compiled questions are kept by', () => {
    const body = { query: 'query A { x } query B { y }', operationName: 'B' };
    readParameters(post(body), persisted);
    expect(body.query).toBe('query A { x } query B { y }\n#B');
  });

  it.each([
    [null],
    [[]],
    ['text'],
    [{}],
    [{ query: '' }],
    [{ query: '{x}', variables: [] }],
    [{ query: '{x}', extensions: 'no' }],
    [{ query: '{x}', operationName: 'no name\n{ secret }' }],
  ])('are refused where they are not what they should be: %j', (body) => {
    expect(() => readParameters(post(body), persisted)).toThrow(/must be/);
  });
});
