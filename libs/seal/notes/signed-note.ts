import { SealError } from '../errors.js';
import { hasSigned, type SealKey, type VerifierKey } from './seal-key.js';

const DASH = '\u2014';
const SIGNATURE_BYTES = 64;
const ID_BYTES = 4;

/** A text and what signed it (C2SP signed-note); not to be believed before `signerOf` says so. */
export interface SignedNote {
  /** Ends with a newline. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly id: Buffer; readonly signature: Buffer }[];
}

/** The note that a text becomes when the key signs it under a name. */
export function signNote(text: string, name: string, key: SealKey): string {
  const signature = Buffer.concat([key.verifier(name).id, key.sign(text)]);
  return `${text}\n${DASH} ${name} ${signature.toString('base64')}\n`;
}

/** @throws SealError `bad-note` for what is not a signed note to the letter, other forms of base64 too */
export function parseNote(note: string): SignedNote {
  const end = note.lastIndexOf('\n\n') + 1;
  const lines = note.slice(end + 1).split('\n');
  if (end === 0 || lines.pop() !== '' || lines.length === 0) throw notANote();
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw notANote();
  const signatures = lines.map((line) => {
    const [, name = '', encoded = ''] = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length <= ID_BYTES || bytes.toString('base64') !== encoded) throw notANote();
    return { name, id: bytes.subarray(0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
  });
  return { text: note.slice(0, end), signatures };
}

/**
 * The first of the keys that signed the note; undefined where none did. As C2SP has it, signatures of others are passed
 * over, and one that claims to be of a known key and is not spoils the note.
 */
export function signerOf({ text, signatures }: SignedNote, keys: readonly VerifierKey[]): VerifierKey | undefined {
  let signer: VerifierKey | undefined;
  for (const { name, id, signature } of signatures) {
    const key = keys.find((known) => known.name === name && known.id.equals(id));
    if (key === undefined) continue;
    if (signature.length !== SIGNATURE_BYTES || !hasSigned(key, text, signature)) return undefined;
    signer ??= key;
  }
  return signer;
}

const notANote = (): SealError => new SealError('bad-note', 'This is not a signed note.');
