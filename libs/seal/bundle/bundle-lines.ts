import { digestOf, type StoredEvent } from '#event-store';
import { leafBytes } from '../leaf.js';
import type { StoredTree } from '../store/stored-tree.js';

/** When, on what ground and by whom what an event held was erased; null where only that it was is known. */
export interface Erased {
  readonly at: string | null;
  readonly basis: string | null;
  readonly by: string | null;
}

/** A line of `events.ndjson`: the columns of an event, its data as stored in base64, and the key that opens it. */
export interface EventLine {
  readonly position: number;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  readonly metadata: string;
  readonly data: string;
  /** Base64 of 32 bytes; null where the data lies open, or the key is destroyed. */
  readonly key: string | null;
  readonly erased: Erased | null;
}

/** A line of `proofs.ndjson`: that an event is in the tree of the bundle's checkpoint. */
export interface ProofLine {
  readonly position: number;
  readonly leafIndex: number;
  readonly treeSize: number;
  /** Base64 of the exact leaf bytes. */
  readonly leaf: string;
  /** The audit path from the leaf up, base64. */
  readonly path: readonly string[];
}

/** An event to be exported; `key` opens its data. */
export interface ExportedEvent {
  readonly event: StoredEvent;
  readonly key: Buffer | null;
  readonly erased: Erased | null;
}

export function eventLine({ event, key, erased }: ExportedEvent): EventLine {
  const { position, eventId, stream, revision, type, recordedAt, metadata, data } = event;
  return {
    position,
    eventId,
    stream,
    revision,
    type,
    recordedAt,
    metadata,
    data: data.toString('base64'),
    key: key?.toString('base64') ?? null,
    erased,
  };
}

export function proofLine(event: StoredEvent, leafIndex: number, tree: StoredTree): ProofLine {
  return {
    position: event.position,
    leafIndex,
    treeSize: tree.size,
    leaf: leafBytes(digestOf(event)).toString('base64'),
    path: tree.inclusionPath(leafIndex).map((hash) => hash.toString('base64')),
  };
}

/** Newline-delimited JSON. */
export function linesOf(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
