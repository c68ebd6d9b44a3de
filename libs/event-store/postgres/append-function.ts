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

  select array_agg(coalesce(head.revision, -1) order by request.n) into head_of
  from unnest(streams) with ordinality as request(stream, n)
  left join lateral (
    select e.revision from ${table} e where e.stream = request.stream order by e.revision desc limit 1
  ) head on true;

  select json_agg(json_build_object(
           'request', request.n, 'head', request.head, 'known', known.events, 'here', known.here, 'id', known.id,
           'first', known.first_position, 'last', known.last_position, 'revision', known.revision)
         order by request.n) into refused
  from unnest(expected, head_of) with ordinality as request(expected, head, n)
  left join (
    select sent.request, count(*) as events, count(*) filter (where e.stream = sent.stream) as here,
           (array_agg(sent.id order by (e.stream = sent.stream), sent.n))[1] as id,
           min(e.position) as first_position, max(e.position) as last_position, max(e.revision) as revision
    from unnest(ids, requests, event_streams) with ordinality as sent(id, request, stream, n)
    cross join lateral (
      select k.position, k.stream, k.revision from ${table} k where k.event_id = sent.id limit 1
    ) e
    group by sent.request
  ) known on known.request = request.n
  where known.events is not null or (request.expected > -2 and request.expected <> request.head);

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
