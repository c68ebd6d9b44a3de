import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { StoredEvent } from './stand-in-log.js';

type Line = Omit<StoredEvent, 'data' | 'metadata'> & { readonly data: string; readonly metadata: string };

/**
 * The log of a stand-in on disk, so that a killed process finds again what it has acknowledged. One line an append: a
 * killed process leaves an append whole or not at all.
 */
export class LogFile {
  /** What stood in the file when it was opened. */
  readonly events: readonly StoredEvent[];
  readonly #file: number;

  private constructor(file: number, events: readonly StoredEvent[]) {
    this.#file = file;
    this.events = events;
  }

  /** Opens a file, which need not be there. A last line that was cut short was not acknowledged: it is cut off. */
  static open(path: string): LogFile {
    const text = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const whole = text.subarray(0, text.lastIndexOf('\n') + 1);
    const file = openSync(path, 'a');
    ftruncateSync(file, whole.length);
    const lines = whole.toString('utf8').split('\n').slice(0, -1);
    return new LogFile(
      file,
      lines.flatMap((line) => (JSON.parse(line) as Line[]).map((event) => decoded(event))),
    );
  }

  /** Returns when the operating system has it: what is lost then is lost by a power cut only. */
  keep(written: readonly StoredEvent[]): void {
    const line = Buffer.from(`${JSON.stringify(written.map((event) => encoded(event)))}\n`);
    for (let done = 0; done < line.length;) done += writeSync(this.#file, line, done);
  }

  close(): void {
    closeSync(this.#file);
  }
}

function encoded(event: StoredEvent): Line {
  return { ...event, data: base64(event.data), metadata: base64(event.metadata) };
}

function decoded(line: Line): StoredEvent {
  return { ...line, data: Buffer.from(line.data, 'base64'), metadata: Buffer.from(line.metadata, 'base64') };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
