import { SealError } from '../errors.js';
import { sha256 } from '../merkle/hashing.js';
import { exportNameOf } from '../names.js';
import type { SealKey, VerifierKey } from '../notes/seal-key.js';
import { parseNote, signerOf, signNote } from '../notes/signed-note.js';

/** The file that names and signs all others of a bundle. */
export const MANIFEST = 'manifest.json';
const FORMAT = 'overblik-export-1';

/** What a bundle says of itself. */
export interface BundleSubject {
  /** `case/<uuid>` or `party/<uuid>`. */
  readonly subject: string;
  readonly authority: string;
  readonly exportedAt: string;
}

/** What is signed of a bundle; `files` has the SHA-256 of each other file, in hexadecimal. */
export interface Manifest extends BundleSubject {
  readonly format: typeof FORMAT;
  readonly installation: string;
  readonly files: Readonly<Record<string, string>>;
}

type Signed = Manifest & { readonly signature: string };

/** The text of a signed manifest over the files as they are. */
export function manifestOf(
  about: BundleSubject,
  installation: string,
  files: ReadonlyMap<string, Buffer>,
  key: SealKey,
): string {
  const hashes = [...files].map(([name, bytes]) => [name, sha256(bytes).toString('hex')] as const).sort();
  const manifest: Manifest = {
    format: FORMAT,
    subject: about.subject,
    authority: about.authority,
    exportedAt: about.exportedAt,
    installation,
    files: Object.fromEntries(hashes),
  };
  return textOf({ ...manifest, signature: signNote(noteOf(manifest), exportNameOf(installation), key) });
}

/** @throws SealError `bad-note` where it is not, to the byte, what one of the keys signed for an export */
export function openManifest(text: string, keys: readonly VerifierKey[]): Manifest {
  const { signature, ...manifest } = parsed(text);
  if (isSigned(signature, manifest, keys)) return manifest;
  throw new SealError('bad-note', `${MANIFEST} is not signed by this public key`);
}

function isSigned(signature: string, manifest: Manifest, keys: readonly VerifierKey[]): boolean {
  const name = exportNameOf(manifest.installation);
  const own = keys.filter((key) => key.name === name);
  try {
    const note = parseNote(signature);
    return note.text === noteOf(manifest) && signerOf(note, own) !== undefined;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

/** What is signed: who exports, and the hash of the manifest's text without its signature. */
function noteOf(manifest: Manifest): string {
  const hash = sha256(Buffer.from(textOf(manifest))).toString('base64');
  return `${exportNameOf(manifest.installation)}\n${hash}\n`;
}

/** One way to write it down: a blank more is another file. */
function textOf(manifest: Manifest | Signed): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function parsed(text: string): Signed {
  try {
    const value = JSON.parse(text) as Partial<Signed> | null;
    const isManifest =
      value !== null &&
      value.format === FORMAT &&
      typeof value.signature === 'string' &&
      typeof value.installation === 'string' &&
      typeof value.subject === 'string' &&
      typeof value.files === 'object' &&
      textOf(value as Signed) === text;
    if (isManifest) return value as Signed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new SealError('bad-note', `${MANIFEST} is not the manifest of an export`);
}
