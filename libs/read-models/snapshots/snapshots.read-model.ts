import {
  holdBack,
  upsertRows,
  type OpenedRecord,
  type ReadModel,
  type RecordedEvent,
  type TableDefinition,
} from '#projection-engine';

/** When a snapshot began and when all of it had been sent, with what the source says it counts. The last word holds. */
export const snapshotMark: TableDefinition = {
  name: 'snapshot_mark',
  columns: {
    authority: 'text',
    source: 'text',
    snapshot_id: 'text',
    mark: 'text',
    recorded_at: 'timestamptz',
    position: 'bigint',
    counts: 'text',
  },
  primaryKey: ['authority', 'source', 'snapshot_id', 'mark'],
};

/**
 * What the objects of a snapshot came to, `<family>/<uuid>`, one row for each comparison of intake: of a hundred thousand
 * objects some hundred rows.
 */
export const snapshotFinding: TableDefinition = {
  name: 'snapshot_finding',
  columns: {
    event_id: 'uuid',
    authority: 'text',
    source: 'text',
    snapshot_id: 'text',
    recorded_at: 'timestamptz',
    missing: 'text[]',
    different: 'text[]',
    named: 'text[]',
  },
  primaryKey: ['event_id'],
  indexes: ['(authority, source, snapshot_id)'],
};

type Mark = RecordedEvent<'source.snapshot-started'> | RecordedEvent<'source.snapshot-completed'>;
type Finding = RecordedEvent<'operation.snapshot-compared'>;

const isMark = (event: OpenedRecord): event is Mark =>
  !event.erased && (event.name === 'source.snapshot-started' || event.name === 'source.snapshot-completed');
const isFinding = (event: OpenedRecord): event is Finding =>
  !event.erased && event.name === 'operation.snapshot-compared';

/** A source's snapshot; two sources may call theirs the same. */
function keyOf(event: OpenedRecord): string {
  if (isFinding(event)) return `${event.authority}/${event.data.source}/${event.data.snapshotId}`;
  return `${event.authority}/${event.source}/${isMark(event) ? event.data.snapshotId : ''}`;
}

/** The snapshots of each source, and how their objects compared with ours. What differed is not kept here: the log tells. */
export const snapshots: ReadModel = {
  name: 'snapshots',
  version: 1,
  hears: new Set<string>(['source.snapshot-started', 'source.snapshot-completed', 'operation.snapshot-compared']),
  tables: [snapshotMark, snapshotFinding],
  keyOf,
  takeIn(page, { transaction, place, parking }) {
    const events = holdBack(page, keyOf, parking);
    const marks = new Map<string, Mark>();
    for (const event of events) if (isMark(event)) marks.set(`${event.name} ${keyOf(event)}`, event);
    upsertRows(
      transaction,
      place.of(snapshotMark),
      [...marks.values()].map(({ name, authority, source, recordedAt, position, data }) => ({
        authority,
        source,
        snapshot_id: data.snapshotId,
        mark: name === 'source.snapshot-started' ? 'started' : 'completed',
        recorded_at: recordedAt,
        position,
        counts: JSON.stringify(data.counts),
      })),
    );
    upsertRows(
      transaction,
      place.of(snapshotFinding),
      events.filter(isFinding).map(({ eventId, authority, recordedAt, data }) => ({
        event_id: eventId,
        authority,
        source: data.source,
        snapshot_id: data.snapshotId,
        recorded_at: recordedAt,
        missing: data.missing,
        different: data.different,
        named: data.named,
      })),
    );
    return Promise.resolve();
  },
};
