import { Readable, pipeline } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { SourceInput } from '../source-adapter.js';

/** The input is not what it says it is; the message is for people and holds nothing of the input. */
export class UnreadableText extends Error {}

const HEAD_BYTES = 256;
const ENCODING_FORM = /^[^<]{0,4}<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']/;

/** The characters of an XML file, gzipped or plain, in pieces: memory does not grow with the file. */
export async function* textOf(input: SourceInput): AsyncGenerator<string> {
  const [magic, all] = await peek(input, 2);
  const bytes = magic[0] === 0x1f && magic[1] === 0x8b ? unzipped(all) : all;
  const [head, whole] = await peek(bytes, HEAD_BYTES);
  const decoder = decoderFor(head);
  for await (const chunk of whole) yield decode(decoder, chunk);
  yield decode(decoder, undefined);
}

async function* unzipped(input: SourceInput): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // Errors of either end reach whoever iterates gunzip, which pipeline destroys with them: nothing to do here.
  pipeline(Readable.from(input), gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    const isGzipFault =
      typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_');
    throw isGzipFault ? new UnreadableText('the compressed data is damaged or cut off') : error;
  }
}

/** Encoding by byte order mark, else by XML declaration, else UTF-8 (XML 1.0, appendix F). */
function decoderFor(head: Uint8Array): TextDecoder {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  const declared = ENCODING_FORM.exec(Buffer.from(head).toString('latin1'))?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(declared, { fatal: true });
  } catch {
    throw new UnreadableText('the encoding named in the XML declaration is not known');
  }
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new UnreadableText(`the bytes are not valid ${decoder.encoding}`);
  }
}

/** The first bytes (fewer where there are no more), and an input that still has them. */
async function peek(input: SourceInput, count: number): Promise<[Uint8Array, SourceInput]> {
  const iterator = input[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let length = 0;
  let isDone = false;
  while (length < count && !isDone) {
    const next = await iterator.next();
    isDone = next.done === true;
    if (next.done === true) break;
    seen.push(next.value);
    length += next.value.length;
  }
  return [Buffer.concat(seen).subarray(0, count), replay(seen, isDone ? undefined : iterator)];
}

async function* replay(
  seen: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* seen;
    if (rest === undefined) return;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest?.return?.();
  }
}
