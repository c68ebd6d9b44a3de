import type { Pool, QueryConfig } from 'pg';
import type { ErasedNumber, KeyRow, KeyTable, KeyWrite, MasterClaim, MasterTransfer, PurgeMark } from './key-table.js';

const COLUMNS = `stream_id as "stream", wrapped, master_source as "masterSource", founded_by as "foundedBy",
  (extract(epoch from claimed_at) * 1000)::float8 as "claimedAt", destroyed_at is not null as "destroyed"`;

const READ = `select ${COLUMNS} from overblik.object_key where stream_id = any($1::text[])`;

/*
 * Inserted in the order of their names, so that two writers of the same streams cannot lock each other out.
 * A row that has its key and needs no claim is not touched, hence not returned: those are read afterwards.
 */
const writeSql = (waitsForDisk: boolean): string => `
  insert into overblik.object_key as k (stream_id, wrapped, master_source, founded_by, claimed_at)
  select w.stream_id, w.wrapped, w.master_source, w.founded_by, case when w.master_source is null then null else now() end
  from unnest($1::text[], $2::bytea[], $3::text[], $4::uuid[]) as w(stream_id, wrapped, master_source, founded_by)
  ${waitsForDisk ? '' : `cross join (select set_config('synchronous_commit', 'off', true)) relaxed`}
  order by w.stream_id
  on conflict (stream_id) do update set
    wrapped = coalesce(k.wrapped, case when k.destroyed_at is null then excluded.wrapped end),
    master_source = coalesce(k.master_source,
      case when k.transferred_from = excluded.master_source then k.transferred_to else excluded.master_source end),
    founded_by = case when k.master_source is null then excluded.founded_by else k.founded_by end,
    claimed_at = case when k.master_source is null then excluded.claimed_at else k.claimed_at end
  where (k.master_source is null and excluded.master_source is not null) or (k.wrapped is null and k.destroyed_at is null)
  returning ${COLUMNS}`;

const TRANSFER = `
  insert into overblik.object_key as k (stream_id, transferred_from, transferred_to, transfer_position)
  values ($1, $2, $3, $4)
  on conflict (stream_id) do update set
    master_source = case when k.master_source = $2 then $3 else k.master_source end,
    transferred_from = case when k.master_source is null then $2 else k.transferred_from end,
    transferred_to = case when k.master_source is null then $3 else k.transferred_to end,
    transfer_position = $4
  where coalesce(k.transfer_position, 0) < $4`;

const RELEASE = `
  update overblik.object_key set master_source = $3::text, founded_by = $4::uuid, claimed_at = case when $3::text is null then null else now() end
  where stream_id = $1 and founded_by = $2`;

const MARK_PURGING = `
  insert into overblik.object_key as k (stream_id, purging_by)
  select * from unnest($1::text[], $2::uuid[]) as m(stream_id, purging_by) order by 1
  on conflict (stream_id) do update set purging_by = excluded.purging_by where k.purging_by is null`;

const CLEAR_PURGING = `
  update overblik.object_key k set purging_by = null
  from unnest($1::text[], $2::uuid[]) as m(stream_id, purging_by)
  where k.stream_id = m.stream_id and k.purging_by = m.purging_by and k.destroyed_at is null`;

const UNFINISHED = `
  select stream_id as "stream", purging_by as "eventId" from overblik.object_key
  where purging_by is not null and destroyed_at is null`;

const DESTROY = `
  insert into overblik.object_key as k (stream_id, destroyed_at)
  select stream_id, now() from unnest($1::text[]) as d(stream_id) order by stream_id
  on conflict (stream_id) do update set wrapped = null, destroyed_at = coalesce(k.destroyed_at, now())`;

const DESTROYED = 'select stream_id as "stream" from overblik.object_key where destroyed_at is not null';

const SUCCESSORS = `
  select node_id as "nodeId", successor from overblik.erased_number where node_id = any($1::uuid[])`;

/* A number that was erased again keeps leading to the last of its nodes, whichever of them is asked for. */
const SUCCEED = `
  with erased as (select * from unnest($1::uuid[], $2::uuid[]) as e(node_id, successor)),
    moved as (update overblik.erased_number n set successor = e.successor from erased e where n.successor = e.node_id)
  insert into overblik.erased_number (node_id, successor) select node_id, successor from erased
  on conflict (node_id) do nothing`;

/** Stream names, uuids and hex need no quotes; `pg` would look at each character of each to find that out. */
function arrayOf(values: readonly (string | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

function bytesArrayOf(values: readonly (Buffer | null)[]): string {
  return arrayOf(values.map((bytes) => bytes && `"\\\\x${bytes.toString('hex')}"`));
}

/** What the table may rely on. */
export interface KeyTableOptions {
  /**
   * The log lies in the same database, so that the append that follows, which waits for the disk, takes keys and claims
   * with it: they come before it in one write-ahead log. Where the log lies elsewhere, a key must be on disk before it.
   */
  readonly areFlushedByAppend?: boolean;
}

/** The table in PostgreSQL (`overblik.object_key`, see schema/). */
export class PostgresKeyTable implements KeyTable {
  private readonly writing: QueryConfig;

  constructor(
    private readonly pool: Pool,
    { areFlushedByAppend = false }: KeyTableOptions = {},
  ) {
    this.writing = areFlushedByAppend
      ? { name: 'object-key-write-relaxed', text: writeSql(false) }
      : { name: 'object-key-write', text: writeSql(true) };
  }

  async read(streams: readonly string[]): Promise<readonly KeyRow[]> {
    const { rows } = await this.pool.query<KeyRow>({ name: 'object-key-read', text: READ, values: [arrayOf(streams)] });
    return rows;
  }

  async write(writes: readonly KeyWrite[]): Promise<readonly KeyRow[]> {
    const { rows } = await this.pool.query<KeyRow>({
      ...this.writing,
      values: [
        arrayOf(writes.map((write) => write.stream)),
        bytesArrayOf(writes.map((write) => write.wrapped)),
        writes.map((write) => write.claim?.source ?? null),
        arrayOf(writes.map((write) => write.claim?.eventId ?? null)),
      ],
    });
    if (rows.length === writes.length) return rows;
    const written = new Set(rows.map((row) => row.stream));
    const untouched = writes.map((write) => write.stream).filter((stream) => !written.has(stream));
    return [...rows, ...(await this.read(untouched))];
  }

  async transfer({ stream, from, to, position }: MasterTransfer): Promise<void> {
    await this.pool.query(TRANSFER, [stream, from, to, position]);
  }

  async release(stream: string, lapsed: string, claim: MasterClaim | null): Promise<boolean> {
    const { rowCount } = await this.pool.query(RELEASE, [
      stream,
      lapsed,
      claim?.source ?? null,
      claim?.eventId ?? null,
    ]);
    return rowCount === 1;
  }

  async markPurging(marks: readonly PurgeMark[]): Promise<void> {
    await this.pool.query(MARK_PURGING, [marks.map((mark) => mark.stream), marks.map((mark) => mark.eventId)]);
  }

  async clearPurging(marks: readonly PurgeMark[]): Promise<void> {
    await this.pool.query(CLEAR_PURGING, [marks.map((mark) => mark.stream), marks.map((mark) => mark.eventId)]);
  }

  async unfinishedPurges(): Promise<readonly PurgeMark[]> {
    const { rows } = await this.pool.query<PurgeMark>(UNFINISHED);
    return rows;
  }

  async destroy(streams: readonly string[]): Promise<void> {
    await this.pool.query(DESTROY, [streams]);
  }

  async destroyed(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ stream: string }>(DESTROYED);
    return rows.map(({ stream }) => stream);
  }

  async successorsOf(nodeIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<ErasedNumber>({
      name: 'erased-number-read',
      text: SUCCESSORS,
      values: [arrayOf(nodeIds)],
    });
    return new Map(rows.map(({ nodeId, successor }) => [nodeId, successor]));
  }

  async formerNodesOf(nodeIds: readonly string[]): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ nodeId: string }>(
      'select node_id as "nodeId" from overblik.erased_number where successor = any($1::uuid[])',
      [nodeIds],
    );
    return rows.map(({ nodeId }) => nodeId);
  }

  async succeed(erased: readonly ErasedNumber[]): Promise<void> {
    await this.pool.query(SUCCEED, [erased.map(({ nodeId }) => nodeId), erased.map(({ successor }) => successor)]);
  }
}
