import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { firstOfEach, notesOf } from '../notes/checkpoint.js';

/** Notes are a few hundred bytes: this many bytes at the end of the file hold the last of each log. */
const TAIL_BYTES = 64 * 1024;

/**
 * The file of checkpoints beside the database, so that neither can be changed alone without the other telling. Only ever
 * added to. A note goes to disk here before the database keeps it: what is in the database and not in the file was removed.
 */
export class CheckpointFile {
  constructor(readonly path: string) {}

  exists(): boolean {
    return existsSync(this.path);
  }

  /** Adds notes, on disk when it returns. An unfinished one at the end, of a process that was killed, makes room. */
  append(notes: readonly string[]): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const handle = openSync(this.path, 'a+', 0o644);
    try {
      const { size } = fstatSync(handle);
      const tail = readTail(handle, size);
      const unfinished = notesOf(tail).rest.length;
      if (unfinished > 0) ftruncateSync(handle, size - unfinished);
      writeSync(handle, notes.map((note) => `${note}\n`).join(''));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  /** All notes of the file, each where it stands first, the oldest first. */
  allNotes(): string[] {
    return this.exists() ? firstOfEach(notesOf(readFileSync(this.path, 'utf8')).notes).map(({ note }) => note) : [];
  }

  /** The last notes of the file, those of all logs, the oldest first; empty where there is no file. */
  lastNotes(): string[] {
    if (!this.exists()) return [];
    const handle = openSync(this.path, 'r');
    try {
      const { notes } = notesOf(readTail(handle, fstatSync(handle).size));
      return notes.map(({ note }) => Buffer.from(note, 'latin1').toString('utf8'));
    } finally {
      closeSync(handle);
    }
  }
}

/** The last notes of a file, beginning at the beginning of one. */
function readTail(handle: number, size: number): string {
  const length = Math.min(size, TAIL_BYTES);
  const bytes = Buffer.alloc(length);
  readSync(handle, bytes, 0, length, size - length);
  // A byte a character: an unfinished note may end within one of UTF-8, and its length is asked for in bytes.
  const tail = bytes.toString('latin1');
  if (length === size) return tail;
  const begin = tail.search(/\n\noverblik\//);
  return begin === -1 ? '' : tail.slice(begin + 2);
}
