import { SealError } from '../errors.js';
import { HASH_BYTES } from '../merkle/hashing.js';
import { parseNote, signerOf, signNote } from './signed-note.js';
import type { SealKey, VerifierKey } from './seal-key.js';

/** The head of a log's tree: so many leaves, and the root over them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

/** A tree head of the log that `origin` names. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
}

/** A signed checkpoint (C2SP tlog-checkpoint): origin, size and root, signed by the origin's name. */
export function signCheckpoint({ origin, size, root }: Checkpoint, key: SealKey): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, origin, key);
}

/**
 * What a signed note says of a log.
 * @throws SealError `bad-note` where it is no checkpoint, or none of the keys signed it under its origin
 */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): Checkpoint {
  const signed = parseNote(note);
  const [origin = '', size = '', root = '', ...rest] = signed.text.split('\n');
  const hash = Buffer.from(root, 'base64');
  const isForm = origin !== '' && /^(0|[1-9]\d{0,15})$/.test(size) && hash.toString('base64') === root;
  if (!isForm || hash.length !== HASH_BYTES || rest.at(-1) !== '' || rest.slice(0, -1).includes('')) {
    throw new SealError('bad-note', 'This is not a checkpoint.');
  }
  if (
    signerOf(
      signed,
      keys.filter(({ name }) => name === origin),
    ) === undefined
  ) {
    throw new SealError('bad-note', 'This checkpoint is not signed by a key of its log.');
  }
  return { origin, size: Number(size), root: hash };
}

/** The notes of a file that holds one after the other with an empty line between them. */
export interface NotesOfFile {
  readonly notes: readonly { readonly note: string; readonly line: number }[];
  /** What stands after the last whole note: the process was ended while it wrote, or somebody changed the file. */
  readonly rest: string;
}

/** Tells the notes of a file apart; none of them is believed yet. */
export function notesOf(text: string): NotesOfFile {
  const notes: { note: string; line: number }[] = [];
  let at = 0;
  let line = 1;
  for (;;) {
    const body = text.indexOf('\n\n', at);
    if (body === -1) break;
    const gap = text.indexOf('\n\n', body + 2);
    // The last note of a file ends with the file, with or without the empty line after it.
    const end = gap === -1 ? text.length : gap + 1;
    const note = text.slice(at, end);
    if (!note.endsWith('\n')) break;
    notes.push({ note, line });
    line += note.split('\n').length;
    at = gap === -1 ? end : gap + 2;
  }
  return { notes, rest: text.slice(at) };
}
