import type { DataOf, Instant, StoredEventName } from '#contracts';
import type { Identified } from '#personal-data';
import type { AssertionRow, ViewMoment } from '../assertions.js';
import type { Projection } from '../projection.js';
import type { RecordedEvent } from '../recorded-event.js';

/** What a test says of an event; all else is filled in. */
export interface RecordedDraft {
  readonly at?: Instant;
  readonly from?: Instant;
  readonly to?: Instant | null;
  readonly sequence?: string | null;
  readonly source?: string;
  readonly id?: string;
  readonly recordedAt?: Instant;
  readonly position?: number;
}

let next = 1;

/** An event as the engine hands it to handlers. Recorded when it was registered, unless said otherwise. */
export function recorded<N extends StoredEventName>(
  name: N,
  data: Identified<DataOf<N>>,
  draft: RecordedDraft = {},
): RecordedEvent<N> {
  const position = draft.position ?? next++;
  const at = draft.at ?? '2026-01-01T00:00:00.000000Z';
  const envelope = {
    position,
    recordedAt: draft.recordedAt ?? at,
    stream: 'test',
    eventId: `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`,
    authority: '29189846',
    source: draft.source ?? 'urn:overblik:source:test',
    id: draft.id ?? String(position),
    objectId: '6d1a0a8e-0000-4000-8000-000000000001',
    nodeId: null,
    time: at,
    effectiveFrom: draft.from ?? at,
    effectiveTo: draft.to ?? null,
    sequence: draft.sequence ?? null,
    registeredBy: null,
    correlationId: null,
    causationId: null,
    snapshotId: null,
    silent: false,
    contentHash: null,
    name,
    erased: false as const,
    data,
  };
  return envelope as unknown as RecordedEvent<N>;
}

/** Given these events, when looked at then, it shows … */
export interface Given<Row> {
  readonly row: Row;
  /** What the view function says at the moment (known: all, unless said otherwise). */
  shows<View>(view: (row: Row, moment: ViewMoment) => View, asOf: Instant, knownAt?: Instant | null): View;
}

/** Folds the events with the projection's own handlers, in the order given. */
export function given<Row extends AssertionRow>(
  projection: Projection<Row>,
  ...events: readonly RecordedEvent[]
): Given<Row> {
  const row = events.reduce<Row | undefined>((before, event) => projection.apply(before, event), undefined);
  if (row === undefined) throw new Error('given no events there is no row');
  return { row, shows: (view, asOf, knownAt = null) => view(row, { asOf, knownAt }) };
}
