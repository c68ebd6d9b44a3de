import { instantSql } from '../postgres/instant-sql.js';
import { headsSql, refusedSql } from '../postgres/judgement.js';

/** What the database beside the cluster knows of the events that stand in it: the index by id, and the streams' heads. */
export const PLACEMENTS = 'overblik.cluster_event';

/** The flushes that were begun and not ended: none while nobody writes. */
export const FLUSHES = 'overblik.cluster_flush';

/** The row of `overblik.log_position` that keeps the cluster's last recorded time. */
export const CLUSTER_LOG = 'cluster';

/** The session lock under which the cluster is written; beside those of the logs in the database. */
export const WRITING_LOCK = `${0x6f766572}, 3`;

/**
 * Begins a flush: judges the requests by what stands, and where all can be written notes which streams and ids are about
 * to be. The caller holds the lock. It says so, and does nothing, where a flush before was never ended: what that one
 * wrote must be found out first.
 */
export const OPEN_FLUSH = `
create function overblik.open_cluster_flush(
  streams text[], expected int[], ids uuid[], requests int[], event_streams text[],
  out flush bigint, out stamp text, out head bigint, out heads text, out refused text, out unsettled boolean)
language plpgsql volatile
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $function$
declare
  head_of int[];
begin
  unsettled := exists (select from ${FLUSHES});
  if unsettled then
    return;
  end if;

  ${headsSql(PLACEMENTS)}

  ${refusedSql(PLACEMENTS)}

  if refused is not null then
    return;
  end if;

  heads := array_to_string(head_of, ',');
  insert into ${FLUSHES} (streams, event_ids) values (streams, ids) returning flush_id into flush;

  update overblik.log_position l
  set recorded_at = greatest(clock_timestamp(), l.recorded_at)
  where l.log = '${CLUSTER_LOG}'
  returning l.position, ${instantSql('l.recorded_at')} into strict head, stamp;
end
$function$`;

/** Notes where events stand, and ends flushes; doing it again changes nothing. */
export const CLOSE_FLUSHES = `
create function overblik.close_cluster_flushes(
  flushes bigint[], ids uuid[], streams text[], revisions int[], positions bigint[], stamps text[], metadata text[])
returns void
language sql volatile
as $function$
  insert into ${PLACEMENTS} (event_id, stream, revision, position, recorded_at, metadata)
  select e.id, e.stream, e.revision, e.position, e.stamp::timestamptz, e.metadata
  from unnest(ids, streams, revisions, positions, stamps, metadata)
    as e(id, stream, revision, position, stamp, metadata)
  on conflict (stream, revision) do nothing;

  update overblik.log_position l
  set position = greatest(l.position, (select max(p) from unnest(positions) p)),
      recorded_at = greatest(l.recorded_at, (select max(s::timestamptz) from unnest(stamps) s))
  where l.log = '${CLUSTER_LOG}';

  delete from ${FLUSHES} where flush_id = any(flushes);
$function$`;
