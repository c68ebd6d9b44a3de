import type { AppendOutcome, AppendRequest } from '../event-store.js';

/**
 * How a flush is judged in the database, by what a table knows of the events that stand (`event_id`, `stream`,
 * `revision`, `position`). Parts of the bodies of functions with the parameters `streams`, `expected`, `ids`,
 * `requests`, `event_streams` and the variables `head_of int[]` and `refused text`.
 */

/** The last revision of each request's stream, -1 where there is none. */
export function headsSql(table: string): string {
  return `select array_agg(coalesce(head.revision, -1) order by request.n) into head_of
  from unnest(streams) with ordinality as request(stream, n)
  left join lateral (
    select e.revision from ${table} e where e.stream = request.stream order by e.revision desc limit 1
  ) head on true;`;
}

/** Of the requests that cannot be written why not, as JSON; null where all of them can. */
export function refusedSql(table: string): string {
  return `select json_agg(json_build_object(
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
  where known.events is not null or (request.expected > -2 and request.expected <> request.head);`;
}

/** Why the append function wrote nothing: one of these for each request that stood in the way. */
export interface Refusal {
  /** From 1. */
  readonly request: number;
  /** Last revision of the stream, -1 where there is none. */
  readonly head: number;
  /** How many of the ids are stored, and how many of those in the request's stream; null where none is. */
  readonly known: number | null;
  readonly here: number;
  readonly id: string;
  readonly first: number;
  readonly last: number;
  readonly revision: number;
}

/** Written and read by us alone: the SQL above and this type change together. */
export function parseRefusals(refused: string): Refusal[] {
  return JSON.parse(refused) as Refusal[];
}

/** What a refused request comes to. */
export function outcomeOf(refusal: Refusal, request: AppendRequest | undefined): AppendOutcome {
  const { known, here, id, head, first, last, revision } = refusal;
  if (known === null) return { status: 'wrongRevision', actual: head < 0 ? null : head };
  if (known !== request?.events.length || here !== known) return { status: 'idConflict', eventId: id };
  return { status: 'duplicate', firstPosition: first, lastPosition: last, revision };
}

/**
 * An attempt that was cut off may have been written. Its events then stand above the head of before: they are ours
 * (or a twin's, sent at the same moment by another process, to whom the same answer is as true).
 */
export function ownDuplicateAsOk(outcome: AppendOutcome, headBefore: number): AppendOutcome {
  return outcome.status === 'duplicate' && outcome.firstPosition > headBefore ? { ...outcome, status: 'ok' } : outcome;
}

/** `any` is below every revision, no stream is -1 as in the append function. */
export function expectedNumber(expected: AppendRequest['expectedRevision']): number {
  if (expected === 'any') return -2;
  return expected === 'no-stream' ? -1 : expected;
}
