import type { Problem } from '#contracts';
import type { EventTrace, QuarantineEntry } from '#event-store';
import type { StoredMetadata, StreamRecord } from '#personal-data';
import type { FitEvent } from './judge.js';

/** What the stores know of the events of a request and of the objects they are about. */
export interface Standing {
  readonly traces: ReadonlyMap<string, EventTrace>;
  readonly records: ReadonlyMap<string, StreamRecord>;
  /** Open quarantine entries by event id. */
  readonly waiting: ReadonlyMap<string, readonly QuarantineEntry[]>;
  /** Streams of objects that are held: none of them is purged. */
  readonly held: ReadonlySet<string>;
}

/** What becomes of a fit event. */
export type Verdict =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly position: number }
  /** The same event stands earlier in this request: what becomes of that one becomes of this. */
  | { readonly kind: 'repeats'; readonly index: number }
  | { readonly kind: 'waits'; readonly entry: QuarantineEntry }
  /** A founding event of a snapshot that says what is stored already: accepted, and not stored again. */
  | { readonly kind: 'same' }
  | { readonly kind: 'refuse'; readonly problem: Problem };

/**
 * The rules that ask the stores, `purged-object` to `not-master`, for the events of one request in their order: each
 * sees what those before it did. A duplicate is told first: of it nothing is judged again.
 */
export class Admission {
  private readonly admitted = new Map<string, { readonly index: number; readonly contentHash: string }>();
  private readonly purged = new Set<string>();
  private readonly transferred = new Map<string, string>();

  constructor(
    private readonly standing: Standing,
    /** True of an operator's second try: then the open entry is what is being tried. */
    private readonly isRequeue: boolean,
  ) {}

  decide(fit: FitEvent, index: number): Verdict {
    const verdict = this.verdictOn(fit);
    if (verdict.kind !== 'append') return verdict;
    this.admitted.set(fit.eventId, { index, contentHash: fit.contentHash });
    if (isPurge(fit)) this.purged.add(fit.stream);
    const target = transferTargetOf(fit);
    if (target !== null && this.masterOf(fit.stream) === fit.event.source) this.transferred.set(fit.stream, target);
    return verdict;
  }

  private verdictOn(fit: FitEvent): Verdict {
    const { eventId, contentHash, stream } = fit;
    const trace = this.standing.traces.get(eventId);
    const earlier = this.admitted.get(eventId);
    if (trace && contentHashIn(trace) === contentHash) return { kind: 'duplicate', position: trace.position };
    if (earlier?.contentHash === contentHash) return { kind: 'repeats', index: earlier.index };
    if (this.purged.has(stream) || this.standing.records.get(stream)?.destroyed === true) return refuse(PURGED_OBJECT);
    if (isPurge(fit) && this.standing.held.has(stream)) return refuse(RETENTION_HOLD);
    if (trace || earlier) return refuse(ID_REUSED);
    const entry = this.standing.waiting.get(eventId)?.find((each) => each.contentHash === contentHash);
    if (entry && !this.isRequeue) return { kind: 'waits', entry };
    return this.isMaster(fit) ? { kind: 'append' } : refuse(NOT_MASTER);
  }

  /** A party subject is the source's own, so nobody else can speak of it. */
  private isMaster({ event, eventId, stream }: FitEvent): boolean {
    if (event.family === 'party') return true;
    const master = this.masterOf(stream);
    // The founding event itself is accepted also where a transferred that came before it passed the object on already.
    return master === null || master === event.source || this.standing.records.get(stream)?.foundedBy === eventId;
  }

  private masterOf(stream: string): string | null {
    return this.transferred.get(stream) ?? this.standing.records.get(stream)?.masterSource ?? null;
  }
}

/** True of an event that forgets its object. */
export function isPurge({ event }: FitEvent): boolean {
  return event.name.endsWith('.purged');
}

/** The source to which an event passes its object on; null of every other event. */
export function transferTargetOf({ event }: FitEvent): string | null {
  if (!event.name.endsWith('.transferred')) return null;
  const { toSource } = event.data as { readonly toSource?: unknown };
  return typeof toSource === 'string' ? toSource : null;
}

/** What an event was when it was stored, by its keyed hash; its payload may be gone. */
export function contentHashIn(trace: EventTrace): string | undefined {
  return (JSON.parse(trace.metadata) as StoredMetadata).contentHash;
}

/** Of which snapshot an event was when it was stored; undefined: of none, or it is not stored. */
export function snapshotIdIn(trace: EventTrace | undefined): string | undefined {
  return trace && (JSON.parse(trace.metadata) as StoredMetadata).snapshotId;
}

function refuse(problem: Problem): Verdict {
  return { kind: 'refuse', problem };
}

const PURGED_OBJECT: Problem = {
  rule: 'purged-object',
  path: '/subject',
  message: 'The object was purged and takes no further events; what was sent has been thrown away.',
  fix: 'Stop sending events of this object. If it lives on, register it under a new uuid.',
};

const RETENTION_HOLD: Problem = {
  rule: 'retention-hold',
  path: '/subject',
  message: 'The object is under a retention hold and may not be forgotten while that lasts.',
  fix: 'Nothing to mend: when the hold is lifted, an operator re-queues the event, or it is sent again.',
};

/** The rule `id-reused`; also told where a race is found out at the append. */
export const ID_REUSED: Problem = {
  rule: 'id-reused',
  path: '/id',
  message: 'An event of this id and source was accepted before, with other content.',
  fix: 'Give each event an id of its own; send a correction as a new event.',
};

const NOT_MASTER: Problem = {
  rule: 'not-master',
  path: '/source',
  message: 'Another source is master of this object.',
  fix: 'Let the master send the event, or let it send transferred first; then this event is taken from quarantine.',
};
