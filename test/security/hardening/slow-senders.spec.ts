import { setTimeout as sleep } from 'node:timers/promises';
import { connectTo } from '../fuzz/raw-connection.js';
import { openTarget } from '../fuzz/target.js';
import type { Target } from '../fuzz/target.js';

let target: Target;
beforeAll(async () => {
  target = await openTarget({ HEADERS_TIMEOUT_SECONDS: '1', REQUEST_TIMEOUT_SECONDS: '3' });
}, 120_000);
afterAll(() => target.close());

/** Sends the start of a request, and then a little at a time until it is cut off; what the server said by then. */
async function drip(start: string, little: string): Promise<string> {
  const { socket, ended } = await connectTo(target.url);
  socket.write(start);
  const dripping = setInterval(() => socket.write(little), 100);
  const received = await ended;
  clearInterval(dripping);
  return received;
}

const head = (length: number): string =>
  `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${target.auditor}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

describe('two hundred connections that send a byte now and then', () => {
  it.each([
    ['of their headers', () => 'POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ', 'a'],
    ['of their body', () => `${head(100_000)}{`, ' '],
    [
      'of a body of chunks',
      () =>
        `POST /events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${target.source}\r\ncontent-type: application/cloudevents+json\r\ntransfer-encoding: chunked\r\n\r\n`,
      '1\r\n{\r\n',
    ],
    ['of nothing', () => '', ''],
  ])('%s are cut off, and others are answered meanwhile', async (_what, start, byte) => {
    const slow = Array.from({ length: 200 }, () => drip(start(), byte));
    await target.expectWell();
    const answers = await Promise.all(slow);
    expect(answers.filter((answer) => answer !== '' && !/^HTTP\/1\.1 4\d\d /.test(answer))).toEqual([]);
    await target.expectWell();
  });
});

describe('clients that do not read their answers', () => {
  it('keep nobody else waiting, though they are more than are answered at once', async () => {
    const body = JSON.stringify({ query: '{ __schema { types { name description fields { name description } } } }' });
    const deaf = await Promise.all(Array.from({ length: 8 }, () => connectTo(target.url)));
    for (const { socket } of deaf) {
      socket.pause();
      // As many answers in a row as no buffer of the system takes.
      for (let time = 0; time < 100; time++) socket.write(head(Buffer.byteLength(body)) + body);
    }
    await sleep(500);
    expect(await target.ask('{ sources { source } }')).toMatchObject({ status: 200 });
    for (const { socket } of deaf) socket.destroy();
    await target.expectWell();
  });
});
