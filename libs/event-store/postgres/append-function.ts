import { headsSql, refusedSql } from './judgement.js';

/** The logs that have tables of their own; also the rows of `overblik.log_position`. */
export type LogName = 'events' | 'access_log';

/** Key of the advisory lock under which a log is written, beside the lock class `0x6f766572`. */
const LOCK_KEYS: Record<LogName, number> = { events: 1, access_log: 2 };

/** NOTIFY channel that tells of a log's growth. */
export function channelOf(log: LogName): string {
  return `overblik_${log}`;
}

/** Name of the function that appends to a log. */
export function appendFunctionOf(log: LogName): string {
  return `overblik.append_to_${log}`;
}

/**
 * The function that writes one flush, all of it or nothing: where a request cannot be written it says so in `refused`
 * and writes none, and the caller sends the others again without it.
 *
 * Invariant: positions are dense and rise in the order of commits. The lock is taken by a statement of its own and held
 * until the commit; each later statement of a volatile function sees what was committed before it began, so also what
 * the lock's last holder wrote. Read in the locking statement itself, the heads would be those of before the wait, and
 * two writers would give one revision twice. Numbered by a sequence, a slow transaction would commit below a position
 * that readers have passed, and its events would never be read.
 *
 * The settings keep the plans on the indexes while the tables are new and the planner believes them tiny.
 */
export function appendFunctionSql(log: LogName): string {
  const table = `overblik.${log}`;
  return `
create function ${appendFunctionOf(log)}(
  streams text[], expected int[],
  ids uuid[], requests int[], offsets int[], event_streams text[], types text[], buckets smallint[],
  metadata text[], data bytea[],
  out first_position bigint, out heads text, out refused text)
language plpgsql volatile
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $function$
declare
  head_of int[];
  written int := cardinality(ids);
  stamp timestamptz;
begin
  perform pg_advisory_xact_lock(${0x6f766572}, ${LOCK_KEYS[log]});

  ${headsSql(table)}

  ${refusedSql(table)}

  if refused is not null then
    return;
  end if;

  update overblik.log_position l
  set position = l.position + written, recorded_at = greatest(clock_timestamp(), l.recorded_at)
  where l.log = '${log}'
  returning l.position - written + 1, l.recorded_at into strict first_position, stamp;

  insert into ${table} (position, event_id, stream, revision, type, bucket, recorded_at, metadata, data)
  select first_position - 1 + sent.n, sent.id, sent.stream, head_of[sent.request] + sent.offset, sent.type, sent.bucket,
         stamp, sent.metadata, sent.data
  from unnest(ids, requests, offsets, event_streams, types, buckets, metadata, data)
    with ordinality as sent(id, request, "offset", stream, type, bucket, metadata, data, n);

  heads := array_to_string(head_of, ',');
  perform pg_notify('${channelOf(log)}', (first_position - 1 + written)::text);
end
$function$`;
}
