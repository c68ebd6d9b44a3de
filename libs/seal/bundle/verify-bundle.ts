import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWith, PersonalDataError } from '#personal-data';
import { SealError } from '../errors.js';
import { leafBytes } from '../leaf.js';
import { leafHash, sha256 } from '../merkle/hashing.js';
import { rootFromInclusion } from '../merkle/proofs.js';
import { originOf } from '../names.js';
import { openCheckpoint, type Checkpoint } from '../notes/checkpoint.js';
import { parseVerifierKeys, type VerifierKey } from '../notes/seal-key.js';
import type { EventLine, ProofLine } from './bundle-lines.js';
import { MANIFEST, openManifest, type Manifest } from './manifest.js';

/** How a bundle was found; `fault` names the first thing that is wrong, by file and line. */
export interface BundleVerdict {
  readonly subject: string;
  readonly events: number;
  readonly fault: string | null;
}

/** The first byte of data that lies open. */
const PLAIN = 0;

/**
 * Holds an exported bundle against the public key alone: manifest and checkpoint are signed by it, no file is changed,
 * missing or added, every event is in the sealed tree as it stands here, and opens with its key or is said to be erased.
 */
export function verifyBundle(folder: string, publicKeyFile: string): BundleVerdict {
  const keys = parseVerifierKeys(readFileSync(publicKeyFile, 'utf8'));
  try {
    if (!existsSync(join(folder, MANIFEST))) throw fault(`${MANIFEST} is missing`);
    const manifest = openManifest(readFileSync(join(folder, MANIFEST), 'utf8'), keys);
    const files = filesOf(folder, manifest);
    const checkpoint = checkpointOf(files, manifest, keys);
    const events = parsedLines<EventLine>(files, 'events.ndjson');
    const proofs = parsedLines<ProofLine>(files, 'proofs.ndjson');
    if (events.length !== proofs.length) throw fault('proofs.ndjson has not one line for each event');
    events.forEach((event, index) => refuseUnproven(event, proofs[index], proofs[index - 1], checkpoint, index + 1));
    return { subject: manifest.subject, events: events.length, fault: null };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return { subject: '', events: 0, fault: error.message };
  }
}

/** The files of a bundle by name, each with the hash that the manifest has of it. */
function filesOf(folder: string, { files }: Manifest): Map<string, Buffer> {
  const found = readdirSync(folder).filter((name) => name !== MANIFEST);
  const added = found.find((name) => !Object.hasOwn(files, name));
  if (added !== undefined) throw fault(`${added} was added`);
  return new Map(
    Object.entries(files).map(([name, hash]) => {
      if (!found.includes(name)) throw fault(`${name} is missing`);
      if (!lstatSync(join(folder, name)).isFile()) throw fault(`${name} is not a file`);
      const bytes = readFileSync(join(folder, name));
      if (sha256(bytes).toString('hex') !== hash) throw fault(`${name} was changed`);
      return [name, bytes];
    }),
  );
}

function checkpointOf(
  files: ReadonlyMap<string, Buffer>,
  manifest: Manifest,
  keys: readonly VerifierKey[],
): Checkpoint {
  const checkpoint = openCheckpoint(textOf(files, 'checkpoint'), keys);
  if (checkpoint.origin === originOf(manifest.installation, 'events')) return checkpoint;
  throw fault('checkpoint is of another log');
}

function refuseUnproven(
  event: EventLine,
  proof: ProofLine | undefined,
  before: ProofLine | undefined,
  checkpoint: Checkpoint,
  line: number,
): void {
  const data = Buffer.from(event.data, 'base64');
  const leaf = leafBytes({ ...event, bucket: 0, isForgotten: false, dataHash: sha256(data) });
  if (proof?.position !== event.position || proof.leaf !== leaf.toString('base64')) {
    throw fault(`proofs.ndjson, line ${line}: the leaf is not that of the event at position ${event.position}`);
  }
  const path = proof.path.map((hash) => Buffer.from(hash, 'base64'));
  const root = rootFromInclusion(leafHash(leaf), proof.leafIndex, proof.treeSize, path);
  const isInOrder = before === undefined || before.leafIndex < proof.leafIndex;
  if (proof.treeSize !== checkpoint.size || root?.equals(checkpoint.root) !== true || !isInOrder) {
    throw fault(`proofs.ndjson, line ${line}: position ${event.position} is not in the sealed tree`);
  }
  if (event.erased === null && !opens(event, data)) {
    throw fault(`events.ndjson, line ${line}: position ${event.position} does not open with its key`);
  }
}

function opens({ eventId, key }: EventLine, data: Buffer): boolean {
  if (data[0] === PLAIN) return true;
  try {
    return key !== null && openWith(Buffer.from(key, 'base64'), eventId, data) !== '';
  } catch (error) {
    if (error instanceof PersonalDataError) return false;
    throw error;
  }
}

function parsedLines<Line>(files: ReadonlyMap<string, Buffer>, name: string): Line[] {
  const lines = textOf(files, name).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}

function textOf(files: ReadonlyMap<string, Buffer>, name: string): string {
  const bytes = files.get(name);
  if (bytes === undefined) throw fault(`${name} is missing`);
  return bytes.toString('utf8');
}

const fault = (message: string): SealError => new SealError('bad-bundle', message);
