import { SealError } from '../errors.js';
import { HASH_BYTES } from '../merkle/hashing.js';
import { parseNote, signerOf, signNote } from './signed-note.js';
import type { SealKey, VerifierKey } from './seal-key.js';

/** The extension line of a checkpoint that tells of a restore. */
export const RESTORED = 'restored';

/** The head of a log's tree: so many leaves, and the root over them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Buffer;
}

/** That a backup was put back into a log: of what was sealed, only the first `kept` events are left. */
export interface Restored {
  readonly kept: number;
  /** When the backup was taken. */
  readonly backedUpAt: string;
}

/** A tree head of the log that `origin` names. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
  /** Of the first checkpoint after a restore. */
  readonly restored?: Restored;
}

/**
 * A signed checkpoint (C2SP tlog-checkpoint): origin, size and root, signed by the origin's name. A restore is told in an
 * extension line.
 */
export function signCheckpoint({ origin, size, root, restored }: Checkpoint, key: SealKey): string {
  const mark = restored === undefined ? '' : `${RESTORED} ${restored.kept} ${restored.backedUpAt}\n`;
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n${mark}`, origin, key);
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
  const restored = rest.map(restoredFrom).find((mark) => mark !== undefined);
  return { origin, size: Number(size), root: hash, ...(restored && { restored }) };
}

function restoredFrom(line: string): Restored | undefined {
  const [word, kept = '', backedUpAt = '', ...more] = line.split(' ');
  if (word !== RESTORED || !/^\d{1,15}$/.test(kept) || backedUpAt === '' || more.length > 0) return undefined;
  return { kept: Number(kept), backedUpAt };
}

/** Those that still stand of checkpoints of one log, in the order in which they were signed: a restore ends what was sealed after its backup. */
export function standing(checkpoints: readonly Checkpoint[]): Checkpoint[] {
  let stand: Checkpoint[] = [];
  for (const checkpoint of checkpoints) {
    const { restored } = checkpoint;
    if (restored !== undefined) stand = stand.filter(({ size }) => size <= restored.kept);
    stand.push(checkpoint);
  }
  return stand;
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

/** Each note where it stands first: whoever puts one in again must not make it say that what came between was ended. */
export function firstOfEach(notes: NotesOfFile['notes']): NotesOfFile['notes'] {
  const met = new Set<string>();
  return notes.filter(({ note }) => {
    const isFirst = !met.has(note);
    met.add(note);
    return isFirst;
  });
}
