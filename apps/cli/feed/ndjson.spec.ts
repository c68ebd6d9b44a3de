import { gzipSync } from 'node:zlib';
import { plainBytes } from './input.js';
import { MAX_LINE_BYTES, ndjson } from './ndjson.js';

async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

async function read(input: AsyncIterable<Uint8Array>) {
  const items = [];
  for await (const item of ndjson(plainBytes(input)))
    items.push(item.kind === 'event' ? item.event : `${item.place}: ${item.kind === 'unreadable' ? item.reason : ''}`);
  return items;
}

describe('newline-delimited events', () => {
  it('are read a line at a time, wherever the chunks end', async () => {
    expect(await read(chunks('{"a":', '1}\n', '\n{"b":"ø', '"}'))).toEqual([{ a: 1 }, { b: 'ø' }]);
  });

  it('are read across a chunk that ends in the middle of a letter', async () => {
    const bytes = Buffer.from('{"b":"ø"}\n');
    expect(await read(chunks(bytes.subarray(0, 7), bytes.subarray(7)))).toEqual([{ b: 'ø' }]);
  });

  it('are told from gzip by their first bytes', async () => {
    expect(await read(chunks(gzipSync('{"a":1}\r\n{"a":2}\r\n')))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('tell the number of a line that is no JSON, nothing of what it says, and go on', async () => {
    const items = await read(chunks('{"a":1}\n{"cpr":"6101800001" oops}\n{"a":3}\n'));
    expect(items).toEqual([{ a: 1 }, expect.stringMatching(/^line 2: not JSON/), { a: 3 }]);
    expect(JSON.stringify(items)).not.toContain('610180');
  });

  it('tell of bytes that are no UTF-8', async () => {
    expect(await read(chunks(Uint8Array.of(0x22, 0xff, 0x22, 0x0a), '1\n'))).toEqual([
      'line 1: the line is not UTF-8',
      1,
    ]);
  });

  it('never hold a line that is longer than the front door takes', async () => {
    const long = Buffer.alloc(MAX_LINE_BYTES + 1, 0x20);
    expect(await read(chunks('1\n', long, long, '\n2\n'))).toEqual([
      1,
      `line 2: the line is longer than ${MAX_LINE_BYTES} bytes`,
      2,
    ]);
  });

  it('tell where compressed data is cut off, after what came before it', async () => {
    const whole = gzipSync(
      Array.from({ length: 20_000 }, (_, index) => `{"a":${index},"b":"${Math.sin(index)}"}\n`).join(''),
    );
    const items = await read(chunks(whole.subarray(0, whole.length - 2000)));
    expect(items[0]).toEqual({ a: 0, b: '0' });
    expect(items.at(-1)).toMatch(/^line \d+: the compressed data is damaged or cut off$/);
  });
});
