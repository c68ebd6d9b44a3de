import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, type StoredEvent } from '#event-store';
import { SealError } from '../errors.js';
import { leafBytes } from '../leaf.js';
import { leafHash } from '../merkle/hashing.js';
import { openCheckpoint } from '../notes/checkpoint.js';
import type { SealTools } from '../sealing/seal-run.js';
import { readLastNote, tilesAtPositions } from '../store/seal-store.js';
import { StoredTree } from '../store/stored-tree.js';
import { TILE_LEAVES } from '../store/tiles.js';
import { eventLine, linesOf, proofLine, type ExportedEvent } from './bundle-lines.js';
import { MANIFEST, manifestOf, type BundleSubject } from './manifest.js';

/** What a bundle is made of. */
export interface Bundle extends BundleSubject {
  /** By position; every one of them sealed. */
  readonly events: readonly ExportedEvent[];
  /** Further files by name, such as views and a page to read. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Writes a bundle into a folder, which only its owner may read: the events, that each is in the sealed tree, the further
 * files, and a signed manifest of all.
 * @throws SealError `not-sealed` for an event that no checkpoint seals; `history-differs` for one that is not what was
 * sealed; `record-damaged` where the tiles do not lead to the checkpoint
 */
export async function writeBundle(folder: string, bundle: Bundle, tools: SealTools): Promise<void> {
  const { pool, installation, key, trusted } = tools;
  const last = await readLastNote(pool, 'events');
  if (last === null) throw new SealError('not-sealed', 'Nothing is sealed yet.');
  const stored = bundle.events.map(({ event }) => event);
  const places = await tilesAtPositions(
    pool,
    'events',
    stored.map(({ position }) => position),
  );
  const tree = await StoredTree.load(
    pool,
    'events',
    last.size,
    places.map((tile) => tile * TILE_LEAVES),
  );
  if (!tree.root().equals(openCheckpoint(last.note, trusted).root)) {
    throw new SealError('record-damaged', "The seal's record of the tree does not lead to its checkpoint.");
  }
  const proofs = stored.map((event, index) => proofLine(event, sealedIndex(tree, event, places[index] ?? 0), tree));
  const files = new Map(
    [
      ['checkpoint', last.note] as const,
      ['events.ndjson', linesOf(bundle.events.map(eventLine))] as const,
      ['proofs.ndjson', linesOf(proofs)] as const,
      ...bundle.files,
    ].map(([name, text]) => [name, Buffer.from(text)] as const),
  );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes, { mode: 0o600, flag: 'wx' });
  writeFileSync(join(folder, MANIFEST), manifestOf(bundle, installation, files, key), { mode: 0o600, flag: 'wx' });
}

/** The leaf that an event is, in the tile where its position lies. */
function sealedIndex(tree: StoredTree, event: StoredEvent, tile: number): number {
  const begin = tile * TILE_LEAVES;
  for (let index = begin; index < Math.min(begin + TILE_LEAVES, tree.size); index++) {
    const leaf = tree.leaf(index);
    if (leaf.position !== event.position) continue;
    if (leaf.hash.equals(leafHash(leafBytes(digestOf(event))))) return index;
    throw new SealError('history-differs', `Position ${event.position} is not what was sealed.`);
  }
  throw new SealError('not-sealed', `Position ${event.position} is not sealed yet.`);
}
