import fc from 'fast-check';
import { connectTo } from './raw-connection.js';
import { seed } from '../../support/chance.js';
import { harmIn, openTarget } from './target.js';
import type { Target } from './target.js';

/** Many: those that are never finished are all cut off after the same few seconds. */
const atOnce = 200;

let target: Target;
beforeAll(async () => {
  target = await openTarget({ HEADERS_TIMEOUT_SECONDS: '1', REQUEST_TIMEOUT_SECONDS: '2' });
}, 120_000);
afterAll(() => target.close());

/** What comes back for these bytes. */
async function answerTo(bytes: Buffer): Promise<string> {
  const { socket, ended } = await connectTo(target.url);
  socket.end(bytes);
  return ended;
}

const event = '{"specversion":"1.0"}';
const chunked = `${event.length.toString(16)}\r\n${event}\r\n0\r\n\r\n`;

/** Requests that lie about their length, mix two ways of telling it, or are no requests. */
const lie = (): fc.Arbitrary<string> =>
  fc
    .record({
      method: fc.constantFrom('POST', 'GET', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'post', 'PRI', 'P\u0000ST'),
      path: fc.constantFrom(
        '/events',
        '/graphql',
        '/graphql?query=%00',
        '/events/../graphql',
        '//graphql',
        '/%2e%2e/',
        '/%',
        '*',
        'http://x/graphql',
        '/health/ready',
        '/metrics',
        `/${'a'.repeat(9_000)}`,
      ),
      version: fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', ''),
      headers: fc.subarray([
        'host: x',
        `content-length: ${event.length}`,
        'content-length: 5',
        'content-length: 100000',
        'content-length: 99999999999999999999',
        'content-length: -1',
        'content-length: 5, 6',
        'content-length: 0x15',
        'transfer-encoding: chunked',
        'transfer-encoding: gzip, chunked',
        'transfer-encoding: xchunked',
        'expect: 100-continue',
        'expect: miracles',
        'upgrade: websocket',
        'connection: upgrade',
        'connection: close',
        'content-type: application/cloudevents+json',
        'content-type: application/json',
        'a b: c',
        ': empty',
        `x-long: ${'y'.repeat(20_000)}`,
        'x-nul: a\u0000b',
      ]),
      isKnown: fc.boolean(),
      body: fc.constantFrom(
        '',
        event,
        chunked,
        'zz\r\n',
        '5\r\n{',
        '-5\r\nabc',
        'ffffffffffffffff\r\n',
        `${event}GET /health/live HTTP/1.1\r\n\r\n`,
      ),
    })
    .map(({ method, path, version, headers, isKnown, body }) => {
      const known = isKnown ? [`authorization: Bearer ${target.source}`] : [];
      return `${method} ${path} ${version}\r\n${[...headers, ...known].join('\r\n')}\r\n\r\n${body}`;
    });

describe(`hundreds of requests that are none (OVERBLIK_SEED=${seed})`, () => {
  it('are cut off or told so, and the program goes on', async () => {
    const harmless = fc.asyncProperty(
      fc.array(fc.oneof({ weight: 6, arbitrary: lie() }, fc.string({ unit: 'binary', maxLength: 300 })), {
        minLength: atOnce,
        maxLength: atOnce,
      }),
      async (requests) => {
        const answers = await Promise.all(requests.map((request) => answerTo(Buffer.from(request, 'latin1'))));
        const harms = answers.flatMap((text) =>
          [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].flatMap(
            ([, status]) => harmIn({ status: Number(status), text }) ?? [],
          ),
        );
        expect(harms).toEqual([]);
      },
    );
    await fc.assert(harmless, {
      seed,
      numRuns: 1_000 / atOnce,
      interruptAfterTimeLimit: 300_000,
      markInterruptAsFailure: true,
    });
    await target.expectWell();
  }, 400_000);
});
