import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Failure } from '../output/failure.js';

/** A file, or stdin for `-`, as bytes; `share` tells how much of it has been read, where its size is known. */
export interface Input {
  readonly bytes: AsyncIterable<Uint8Array>;
  share(): number | undefined;
}

/** Says so at once where there is no such file. */
export async function openInput(path: string): Promise<Input> {
  if (path === '-') return { bytes: process.stdin, share: () => undefined };
  const found = await stat(path);
  if (!found.isFile() && !found.isFIFO() && !found.isCharacterDevice()) throw new Failure(`${path} is not a file`);
  const stream = createReadStream(path, { highWaterMark: 64 * 1024 });
  return { bytes: stream, share: () => (found.size > 0 ? Math.min(1, stream.bytesRead / found.size) : undefined) };
}

/** The compressed data is damaged or cut off. */
export class DamagedInput extends Error {}

/** Plain bytes of what may be gzipped: told by its first two bytes, not by its name. */
export async function* plainBytes(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = input[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = (async function* () {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  })();
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* whole;
  else yield* gunzipped(whole);
}

async function* gunzipped(input: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  pipeline(Readable.from(input), gunzip, () => undefined); // a fault of either end reaches whoever reads gunzip
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    const { code = '' } = error as { code?: string };
    throw code.startsWith('Z_') ? new DamagedInput('the compressed data is damaged or cut off') : error;
  }
}
