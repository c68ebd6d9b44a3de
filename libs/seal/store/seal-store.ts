import type { Pool, PoolClient } from 'pg';
import { Frontier } from '../merkle/frontier.js';
import type { LogName } from '../names.js';
import { RESTORED } from '../notes/checkpoint.js';
import { packLeaves, rootOfLeaves, TILE_LEAVES, tileOf, unpackLeaves, type Tile } from './tiles.js';

/** Runs statements: the connection of a transaction, or the pool. */
export type Database = Pick<Pool | PoolClient, 'query'>;

/** How far a log's tree has come; `position` is that of its last leaf, 0 where it has none. */
export interface TreeState {
  readonly frontier: Frontier;
  readonly position: number;
}

/** A checkpoint as the database keeps it. */
export interface KeptNote {
  readonly size: number;
  readonly note: string;
}

/** The id of this database's installation. */
export async function readInstallation(database: Database): Promise<string> {
  const { rows } = await database.query<{ installation: string }>(
    'select installation from overblik.seal_installation',
  );
  return rows[0]?.installation ?? '';
}

/** The public keys that have signed, as base64, the oldest first. */
export async function readKeys(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ key: string }>(
    'select public_key as key from overblik.seal_key order by known_since, public_key',
  );
  return rows.map(({ key }) => key);
}

export async function keepKey(database: Database, publicKey: string): Promise<void> {
  await database.query('insert into overblik.seal_key (public_key) values ($1) on conflict do nothing', [publicKey]);
}

/** Null where the log was never sealed, or what is kept cannot be right. */
export async function readState(database: Database, log: LogName): Promise<TreeState | null> {
  const { rows } = await database.query<{ size: string; position: string; frontier: Buffer }>(
    'select size, position, frontier from overblik.seal_state where log = $1',
    [log],
  );
  const [row] = rows;
  if (row === undefined) return null;
  try {
    return { frontier: Frontier.of(Number(row.size), row.frontier), position: Number(row.position) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export async function writeState(database: Database, log: LogName, { frontier, position }: TreeState): Promise<void> {
  await database.query(
    `insert into overblik.seal_state (log, size, position, frontier) values ($1, $2, $3, $4)
     on conflict (log) do update set size = excluded.size, position = excluded.position, frontier = excluded.frontier`,
    [log, frontier.size, position, frontier.bytes()],
  );
}

/** The checkpoints of a log above a size, the smallest first. */
export async function readNotes(database: Database, log: LogName, above = -1): Promise<KeptNote[]> {
  const { rows } = await database.query<{ size: string; note: string }>(
    'select size, note from overblik.seal_checkpoint where log = $1 and size > $2 order by size',
    [log, above],
  );
  return rows.map(({ size, note }) => ({ size: Number(size), note }));
}

/** The latest checkpoint of a log. */
export async function readLastNote(database: Database, log: LogName): Promise<KeptNote | null> {
  const { rows } = await database.query<{ size: string; note: string }>(
    'select size, note from overblik.seal_checkpoint where log = $1 order by size desc limit 1',
    [log],
  );
  const [row] = rows;
  return row === undefined ? null : { size: Number(row.size), note: row.note };
}

/** A checkpoint of this size may stand there already: from before a rebuild. It says the same, or `verify` says that it does not. */
export async function writeNote(database: Database, log: LogName, { size, note }: KeptNote): Promise<void> {
  await database.query(
    'insert into overblik.seal_checkpoint (log, size, note) values ($1, $2, $3) on conflict do nothing',
    [log, size, note],
  );
}

/** A checkpoint that tells of a restore takes the place of one of the same size: it says the same, and more. */
export async function writeRestoreNote(database: Database, log: LogName, { size, note }: KeptNote): Promise<void> {
  await database.query('delete from overblik.seal_checkpoint where log = $1 and size = $2', [log, size]);
  await writeNote(database, log, { size, note });
}

/** The checkpoints of a log that tell of a restore, the smallest first. Reads them all. */
export async function readRestoreNotes(database: Database, log: LogName): Promise<string[]> {
  const { rows } = await database.query<{ note: string }>(
    `select note from overblik.seal_checkpoint where log = $1 and note like '%' || chr(10) || $2 || ' %' order by size`,
    [log, RESTORED],
  );
  return rows.map(({ note }) => note);
}

/** The tiles from one to another, both included. */
export async function readTiles(database: Database, log: LogName, first: number, last: number): Promise<Tile[]> {
  const { rows } = await database.query<{ tile: number; leaves: Buffer }>(
    'select tile, leaves from overblik.seal_tile where log = $1 and tile between $2 and $3 order by tile',
    [log, first, last],
  );
  return rows.map(({ tile, leaves }) => ({ tile, leaves: unpackLeaves(leaves) }));
}

/** The roots that are kept of the first `count` tiles, in their order; a tile that is missing or not full has none. */
export async function readTileRoots(database: Database, log: LogName, count: number): Promise<(Buffer | null)[]> {
  const { rows } = await database.query<{ tile: number; root: Buffer | null }>(
    'select tile, root from overblik.seal_tile where log = $1 and tile < $2',
    [log, count],
  );
  const roots = Array.from({ length: count }, (): Buffer | null => null);
  for (const { tile, root } of rows) roots[tile] = root;
  return roots;
}

/** Where the event of a leaf stands, as the tiles have it; null where they have not. */
export async function positionOfLeaf(database: Database, log: LogName, index: number): Promise<number | null> {
  const [tile] = index < 0 ? [] : await readTiles(database, log, tileOf(index), tileOf(index));
  return tile?.leaves[index % TILE_LEAVES]?.position ?? null;
}

/** For each position the tile that holds its event, or that before which it would stand. */
export async function tilesAtPositions(
  database: Database,
  log: LogName,
  positions: readonly number[],
): Promise<number[]> {
  const { rows } = await database.query<{ tile: number }>(
    `select coalesce(t.tile, 0) as tile
     from unnest($2::bigint[]) with ordinality as p(position, n)
     left join lateral (
       select tile from overblik.seal_tile where log = $1 and first_position <= p.position order by first_position desc limit 1
     ) t on true order by p.n`,
    [log, positions],
  );
  return rows.map(({ tile }) => tile);
}

export async function writeTiles(database: Database, log: LogName, tiles: readonly Tile[]): Promise<void> {
  if (tiles.length === 0) return;
  await database.query(
    `insert into overblik.seal_tile (log, tile, first_position, leaves, root)
     select $1, t.tile, t.first_position, t.leaves, t.root
     from unnest($2::int[], $3::bigint[], $4::bytea[], $5::bytea[]) as t(tile, first_position, leaves, root)
     on conflict (log, tile) do update
       set first_position = excluded.first_position, leaves = excluded.leaves, root = excluded.root`,
    [
      log,
      tiles.map(({ tile }) => tile),
      tiles.map(({ leaves }) => leaves[0]?.position ?? 0),
      tiles.map(({ leaves }) => packLeaves(leaves)),
      tiles.map(({ leaves }) => (leaves.length === TILE_LEAVES ? rootOfLeaves(leaves) : null)),
    ],
  );
}

/** Forgets what is derived of a log, to be made anew from its events. The checkpoints stay. */
export async function forgetTree(database: Database, log: LogName): Promise<void> {
  await database.query('delete from overblik.seal_state where log = $1', [log]);
  await database.query('delete from overblik.seal_tile where log = $1', [log]);
}
