import type { Pool } from 'pg';
import type { EventStore } from '#event-store';
import { SealError } from '../errors.js';
import { leafHashOf } from '../leaf.js';
import { Frontier } from '../merkle/frontier.js';
import { openCheckpoint, signCheckpoint, standing, type Checkpoint, type Restored } from '../notes/checkpoint.js';
import type { SealKey, VerifierKey } from '../notes/seal-key.js';
import { originOf, type LogName } from '../names.js';
import type { CheckpointFile } from '../store/checkpoint-file.js';
import {
  forgetTree,
  readLastNote,
  readNotes,
  readRestoreNotes,
  readState,
  readTiles,
  writeNote,
  writeRestoreNote,
  writeState,
  writeTiles,
  type Database,
  type TreeState,
} from '../store/seal-store.js';
import { TILE_LEAVES, tileOf, type LeafRecord, type Tile } from '../store/tiles.js';

/** A log that is sealed, and where its events are read. */
export interface LogUnderSeal {
  readonly name: LogName;
  readonly store: Pick<EventStore, 'countAfter' | 'head' | 'readDigests'>;
  /** Where the log is indexed apart from its events: what the index says of ids. */
  readonly index?: Pick<EventStore, 'lookUp'>;
}

/** Both logs of a store. */
export function logsUnderSeal(stores: {
  eventStore: EventStore;
  accessLogStore: EventStore;
  eventLogPlace: { readonly kind: 'database' | 'cluster' };
}): LogUnderSeal[] {
  const { eventStore: store, accessLogStore, eventLogPlace } = stores;
  return [
    { name: 'events', store, ...(eventLogPlace.kind === 'cluster' && { index: store }) },
    { name: 'access_log', store: accessLogStore },
  ];
}

/** With what an installation seals. */
export interface SealTools {
  readonly pool: Pool;
  readonly installation: string;
  readonly key: SealKey;
  /** Those that may have signed earlier checkpoints, the key's own among them. */
  readonly trusted: readonly VerifierKey[];
  readonly file: CheckpointFile;
}

/** What one step did: sealed up to here; `isAtHead` where nothing more was there. `held`: another process seals now. */
export type SealStep =
  | { readonly kind: 'sealed'; readonly size: number; readonly position: number; readonly isAtHead: boolean }
  | { readonly kind: 'held' };

/** Leaves between two checkpoints at most: what a process that is stopped has to do again. */
const STEP_LEAVES = 64 * TILE_LEAVES;
const PAGE = 2_000;

/**
 * Seals what has been added to a log since its last checkpoint, at most `STEP_LEAVES` of it, in one transaction: tree,
 * tiles and checkpoint stand together or not at all. The note is in the file before; whoever is killed between the two
 * has left one note too many, which is true all the same.
 * With `restored`, the checkpoint at the head tells of a restore, and what was sealed after its backup holds no more.
 * @throws SealError `history-differs` or `log-behind-seal` where going on would sign what contradicts an earlier checkpoint
 */
export async function sealStep(log: LogUnderSeal, tools: SealTools, restored?: Restored): Promise<SealStep> {
  const client = await tools.pool.connect();
  try {
    await client.query('begin');
    const step = await sealIn(client, log, tools, restored);
    await client.query('commit');
    return step;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function sealIn(
  database: Database,
  log: LogUnderSeal,
  tools: SealTools,
  restored: Restored | undefined,
): Promise<SealStep> {
  const { rows } = await database.query<{ mine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('overblik.seal'), hashtext($1)) as mine`,
    [log.name],
  );
  if (rows[0]?.mine !== true) return { kind: 'held' };
  const { frontier, position } = (await soundState(database, log, tools)) ?? (await rebuilt(database, log, tools));
  const head = await log.store.head();
  if (head < position) throw behind(log.name);
  const added = await leavesAfter(log, position, head, STEP_LEAVES);
  const isAtHead = added.length < STEP_LEAVES;
  const last = added.at(-1)?.position ?? position;
  const tiles = await tilesWith(database, log.name, frontier.size, added);
  grow(frontier, added, await signedAlready(database, log.name, frontier.size, tools, restored));
  if (added.length > 0 || (restored !== undefined && isAtHead)) {
    await writeTiles(database, log.name, tiles);
    await sign(database, log.name, tools, { frontier, position: last }, isAtHead ? restored : undefined);
  }
  return { kind: 'sealed', size: frontier.size, position: last, isAtHead };
}

/** The state to go on from, or null where it must be made anew: it is not there, or does not bear out what was signed. */
async function soundState(database: Database, { name }: LogUnderSeal, tools: SealTools): Promise<TreeState | null> {
  const [state, last] = [await readState(database, name), await lastSigned(database, name, tools)];
  if (state === null || state.frontier.size !== (last?.size ?? 0)) return null;
  if (last !== null && !state.frontier.root().equals(last.root)) return null;
  const open = new Frontier();
  for (const { hash } of await openTile(database, name, state.frontier.size)) open.append(hash);
  const isBorneOut = open.size === state.frontier.size % TILE_LEAVES && state.frontier.endsWith(open);
  return isBorneOut ? state : null;
}

/** The leaves of the tile that is not full yet. */
async function openTile(database: Database, log: LogName, size: number): Promise<readonly LeafRecord[]> {
  if (size % TILE_LEAVES === 0) return [];
  const [tile] = await readTiles(database, log, tileOf(size), tileOf(size));
  return tile?.leaves ?? [];
}

/**
 * The tree made anew from the log, up to the last checkpoint and held against it: what was changed meanwhile must not be
 * signed as if it had always been so.
 */
async function rebuilt(database: Database, log: LogUnderSeal, tools: SealTools): Promise<TreeState> {
  const last = await lastSigned(database, log.name, tools);
  await forgetTree(database, log.name);
  const frontier = new Frontier();
  let position = 0;
  for (let missing = last?.size ?? 0; missing > 0; missing = (last?.size ?? 0) - frontier.size) {
    const leaves = await leavesAfter(log, position, Number.MAX_SAFE_INTEGER, Math.min(missing, STEP_LEAVES));
    if (leaves.length === 0) throw behind(log.name);
    await writeTiles(database, log.name, await tilesWith(database, log.name, frontier.size, leaves));
    for (const { hash } of leaves) frontier.append(hash);
    position = leaves.at(-1)?.position ?? position;
  }
  if (last !== null && !frontier.root().equals(last.root)) {
    throw differs(log.name);
  }
  const state = { frontier, position };
  await writeState(database, log.name, state);
  return state;
}

/** The latest checkpoint that can be believed, of the database's. */
async function lastSigned(database: Database, log: LogName, { installation, trusted }: SealTools) {
  const last = await readLastNote(database, log);
  if (last === null) return null;
  const checkpoint = openCheckpoint(last.note, trusted);
  if (checkpoint.origin === originOf(installation, log) && checkpoint.size === last.size) return checkpoint;
  throw new SealError('bad-note', `The last checkpoint of ${log} in the database is not one of this log.`);
}

/** The next leaves of a log, none beyond its head. */
async function leavesAfter({ store }: LogUnderSeal, after: number, head: number, most: number): Promise<LeafRecord[]> {
  const leaves: LeafRecord[] = [];
  for (let from = after; leaves.length < most;) {
    const limit = Math.min(PAGE, most - leaves.length);
    const rows = await store.readDigests(from, limit);
    for (const row of rows) if (row.position <= head) leaves.push({ position: row.position, hash: leafHashOf(row) });
    from = rows.at(-1)?.position ?? from;
    if (rows.length < limit || from >= head) break;
  }
  return leaves;
}

/**
 * What the file says was signed of the log beyond what the database knows: by a process that was killed between the two,
 * or before an older copy of the database was put back. The log must still come by there, but for what a restore has ended.
 */
async function signedAlready(
  database: Database,
  log: LogName,
  size: number,
  tools: SealTools,
  restored: Restored | undefined,
): Promise<Checkpoint[]> {
  const { file, installation, trusted } = tools;
  const isOfLog = (note: string): boolean => note.startsWith(`${originOf(installation, log)}\n`);
  const signedIn = (notes: readonly string[]): Checkpoint[] =>
    notes.filter(isOfLog).map((note) => openCheckpoint(note, trusted));
  const isBeyond = (checkpoint: Checkpoint): boolean => checkpoint.size > size;
  const beyond = signedIn(file.lastNotes()).filter(isBeyond);
  if (restored !== undefined) return beyond.filter((checkpoint) => checkpoint.size <= restored.kept);
  if (beyond.length === 0) return beyond;
  // A restore by another machine, with a file elsewhere, comes into this one first. One that stands here already is no news.
  const known = file.allNotes();
  const news = (await readRestoreNotes(database, log)).filter((note) => isOfLog(note) && !known.includes(note));
  const stand = standing(signedIn([...known, ...news]));
  if (news.length > 0) file.append(news);
  return stand.filter(isBeyond);
}

function grow(frontier: Frontier, added: readonly LeafRecord[], signed: readonly Checkpoint[]): void {
  for (const { hash } of added) {
    frontier.append(hash);
    const here = signed.find(({ size }) => size === frontier.size);
    if (here !== undefined && !here.root.equals(frontier.root())) throw differs(here.origin);
  }
  const beyond = signed.find(({ size }) => size > frontier.size);
  if (beyond !== undefined && added.length < STEP_LEAVES) throw behind(beyond.origin);
}

const differs = (log: string): SealError =>
  new SealError('history-differs', `The log ${log} is not what was sealed: \`overblik verify\` says where.`);
const behind = (log: string): SealError =>
  new SealError('log-behind-seal', `The log ${log} ends before what was sealed of it: \`overblik verify\` says where.`);

/** The tiles that hold leaves added behind the first `size`: the one that was not full, completed, and new ones. */
async function tilesWith(
  database: Database,
  log: LogName,
  size: number,
  added: readonly LeafRecord[],
): Promise<Tile[]> {
  const first = tileOf(size);
  const leaves = [...(await openTile(database, log, size)), ...added];
  const count = Math.ceil(leaves.length / TILE_LEAVES);
  return Array.from({ length: count }, (_, index) => ({
    tile: first + index,
    leaves: leaves.slice(index * TILE_LEAVES, (index + 1) * TILE_LEAVES),
  }));
}

async function sign(
  database: Database,
  log: LogName,
  tools: SealTools,
  state: TreeState,
  restored: Restored | undefined,
): Promise<void> {
  const origin = originOf(tools.installation, log);
  const { frontier } = state;
  const head = { origin, size: frontier.size, root: frontier.root() };
  const note = signCheckpoint(restored === undefined ? head : { ...head, restored }, tools.key);
  const lastInFile = tools.file.lastNotes().findLast((kept) => kept.startsWith(`${origin}\n`));
  // What another process sealed, with a file elsewhere, comes into this one first.
  const missing = await readNotes(database, log, Number(lastInFile?.split('\n')[1] ?? -1));
  tools.file.append([...missing.map((kept) => kept.note), note]);
  const write = restored === undefined ? writeNote : writeRestoreNote;
  await write(database, log, { size: frontier.size, note });
  await writeState(database, log, state);
}
