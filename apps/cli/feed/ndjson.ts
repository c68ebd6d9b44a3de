import type { Incoming } from './feed.js';
import { DamagedInput } from './input.js';

/** A longer line is not even read: the front door takes no larger body either. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Newline-delimited JSON as events, a line at a time. Blank lines are passed over; a line that is no JSON, no UTF-8 or
 * longer than the limit is told with its number, and reading goes on. Reasons hold nothing of the line.
 */
export async function* ndjson(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Incoming> {
  let line = 1;
  let parts: Uint8Array[] = [];
  let length = 0;
  const flush = (): Incoming | undefined => {
    const item =
      length > MAX_LINE_BYTES
        ? unreadable(line, `the line is longer than ${MAX_LINE_BYTES} bytes`)
        : itemOf(parts, line);
    [parts, length] = [[], 0];
    line += 1;
    return item;
  };
  try {
    for await (const chunk of bytes) {
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
        take(chunk.subarray(from, end));
        const item = flush();
        if (item !== undefined) yield item;
        from = end + 1;
      }
      take(chunk.subarray(from));
    }
    const last = length > 0 ? flush() : undefined;
    if (last !== undefined) yield last;
  } catch (error) {
    if (!(error instanceof DamagedInput)) throw error;
    yield unreadable(line, error.message);
  }

  function take(part: Uint8Array): void {
    length += part.length;
    if (length <= MAX_LINE_BYTES) parts.push(part);
    else parts = [];
  }
}

function itemOf(parts: readonly Uint8Array[], line: number): Incoming | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)); // strips a byte order mark too
  } catch {
    return unreadable(line, 'the line is not UTF-8');
  }
  if (text.trim() === '') return undefined;
  try {
    return { kind: 'event', event: JSON.parse(text) as unknown, place: `line ${line}`, bytes: text.length };
  } catch (error) {
    // The engine's message quotes the text, so only the place is taken from it.
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    return unreadable(line, `not JSON${at === undefined ? '' : ` (column ${Number(at) + 1})`}`);
  }
}

function unreadable(line: number, reason: string): Incoming {
  return { kind: 'unreadable', reason, place: `line ${line}` };
}
