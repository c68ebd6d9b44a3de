import { catalogue, sourceEvents, type DataOf, type Instant, type StoredEventName } from '#contracts';
import {
  assert,
  boundariesAfter,
  compareStatements,
  emptyRow,
  holdBack,
  packRow,
  projection,
  statementOf,
  unpackRow,
  upsertRows,
  valueAt,
  type AssertionRow,
  type OpenedRecord,
  type PageContext,
  type ReadModel,
  type RecordedEvent,
  type Statement,
  type TableDefinition,
  type TableRow,
} from '#projection-engine';
import type { DatedFacts, SourceFacts } from './freshness.js';
import { gapRow, noteGap, noteTold, sourceGapTable, type Gap } from './gaps.js';
import { missingIn, withRange, withSequence, type SequenceRanges } from './sequence-ranges.js';

/** What is known of one source system in one authority, key `<authority>/<source URI>`. */
interface SourceRow extends AssertionRow {
  events: number;
  /** Recorded times: freshness is counted on our own clock. */
  lastEventAt: Instant | null;
  lastHeartbeatAt: Instant | null;
  outage: { readonly statement: Statement; readonly declared: boolean } | null;
  ranges: SequenceRanges;
  announced: string | null;
  /** The open one, and those of which Overblik has not told yet. */
  gaps: readonly Gap[];
}

const initial = (): SourceRow => ({
  ...emptyRow(),
  events: 0,
  lastEventAt: null,
  lastHeartbeatAt: null,
  outage: null,
  ranges: [],
  announced: null,
  gaps: [],
});

export const sourceStatusTable: TableDefinition = {
  name: 'source_status',
  columns: { authority: 'text', source: 'text', facts: 'text', state: 'text' },
  primaryKey: ['authority', 'source'],
  compared: { by: ['t.authority', 't.source', 't.state'] },
};

const published: readonly StoredEventName[] = [...catalogue.byName.values()].map(({ name }) => name);

/** What Overblik itself records of a source. */
const ABOUT = ['event-quarantined', 'snapshot-compared', 'gap-opened', 'gap-closed'].map((name) => `operation.${name}`);
const about: ReadonlySet<string> = new Set(ABOUT);

const sourceOf = (event: OpenedRecord): string =>
  about.has(event.name) && !event.erased ? (event.data as { readonly source: string }).source : event.source;
const keyOf = (event: OpenedRecord): string => `${event.authority}/${sourceOf(event)}`;

async function loadSources(
  { transaction, place }: PageContext,
  keys: readonly string[],
): Promise<Map<string, SourceRow>> {
  const { physical, relation } = place.of(sourceStatusTable);
  const rows = await transaction.read<{ key: string; state: string }>({
    name: `load ${physical}`,
    text: `select authority || '/' || source as key, state from ${relation}
      where (authority, source) in (select split_part(k, '/', 1), substr(k, strpos(k, '/') + 1) from unnest($1::text[]) as k)`,
    values: [keys],
  });
  return new Map(rows.map(({ key, state }) => [key, unpackRow(state) as SourceRow]));
}

/** What the source says of itself. Each event of the family is decided about here, as in every projection. */
const sayings = projection<SourceRow>().define({
  name: 'source-status',
  version: 2,
  subscribesTo: sourceEvents,
  initial,
  keyOf,
  on: {
    'source.registered': (row, event) => {
      const { name, vendor, capabilities, expectedInterval, hopTemplate } = event.data;
      return assert(row, event, {
        full: { name, vendor, capabilities: { ...capabilities }, expectedInterval, hopTemplate },
      });
    },
    'source.heartbeat': (row, event) => {
      row.lastHeartbeatAt = event.recordedAt;
      const { lastSequence } = event.data;
      if (lastSequence === undefined) return row;
      const announced = String(lastSequence);
      if (row.announced === null || BigInt(announced) > BigInt(row.announced)) row.announced = announced;
      return row;
    },
    'source.outage-declared': (row, event) => outage(row, statementOf(event), true),
    'source.outage-ended': (row, event) => outage(row, statementOf(event), false),
  },
  ignores: ['source.snapshot-started', 'source.snapshot-completed'],
});

function outage(row: SourceRow, statement: Statement, declared: boolean): SourceRow {
  if (row.outage === null || compareStatements(statement, row.outage.statement) > 0)
    row.outage = { statement, declared };
  return row;
}

/**
 * Counts the event by its envelope, whatever it says; then hears what the source says of itself. What Overblik records of a
 * refused event, or of one that equals what is stored, stands for events that were received.
 */
function hear(row: SourceRow, event: OpenedRecord): void {
  if (event.name !== 'source.heartbeat') row.lastEventAt = event.recordedAt;
  if (about.has(event.name)) {
    if (!event.erased) hearOfReceived(row, event);
    return;
  }
  row.events++;
  if (event.sequence !== null) row.ranges = withSequence(row.ranges, event.sequence);
  if (!event.erased) sayings.apply(row, event);
}

function hearOfReceived(row: SourceRow, event: RecordedEvent): void {
  if (event.name === 'operation.event-quarantined') {
    const { sequence } = event.data as DataOf<typeof event.name>;
    if (sequence !== null && /^\d+$/.test(sequence)) row.ranges = withSequence(row.ranges, sequence);
  } else if (event.name === 'operation.snapshot-compared') {
    for (const [from, to] of (event.data as DataOf<typeof event.name>).sequences)
      row.ranges = withRange(row.ranges, from, to);
  }
}

/** How many are missing, by what the source is known to be able to do at the moment. */
function missingAt(row: SourceRow, at: Instant): number {
  const capabilities = valueAt(row, 'capabilities', { asOf: at, knownAt: null }) as Record<string, boolean> | undefined;
  return capabilities?.['sequence'] === true ? missingIn(row.ranges, row.announced) : 0;
}

/** @returns the gap that the event opened or closed, or that it tells of */
function takeOne(row: SourceRow, event: OpenedRecord): Gap | undefined {
  if (event.name === 'operation.gap-opened' || event.name === 'operation.gap-closed')
    return event.erased ? undefined : noteTold(row, event.name, event.data.gapId);
  hear(row, event);
  const { authority, recordedAt: at, position } = event;
  // Judged at the moment of the event and not of the projecting, so that every reading of the log sees the same gaps.
  return noteGap(row, missingAt(row, at), { authority, source: sourceOf(event), at, position });
}

/** What it is judged by, from now on: a registration dated tomorrow holds from tomorrow. */
const factsFrom = (row: SourceRow, now: Instant): DatedFacts[] =>
  [now, ...boundariesAfter(row, now)].map((at, index) => ({ from: index === 0 ? null : at, facts: factsOf(row, at) }));

function factsOf(row: SourceRow, now: Instant): SourceFacts {
  const moment = { asOf: now, knownAt: null };
  const text = (name: string): string | null => {
    const value = valueAt(row, name, moment);
    return typeof value === 'string' ? value : null;
  };
  const capabilities = (valueAt(row, 'capabilities', moment) ?? {}) as Record<string, boolean>;
  return {
    name: text('name'),
    vendor: text('vendor'),
    capabilities: {
      sequence: capabilities['sequence'] === true,
      notes: capabilities['notes'] === true,
      hop: capabilities['hop'] === true,
      snapshots: capabilities['snapshots'] === true,
    },
    expectedInterval: text('expectedInterval'),
    hopTemplate: text('hopTemplate'),
    events: row.events,
    lastEventAt: row.lastEventAt,
    lastHeartbeatAt: row.lastHeartbeatAt,
    isDown: row.outage?.declared ?? false,
    missing: missingAt(row, now),
  };
}

/**
 * How fresh each source is. It counts every event of a source, erased ones too, by envelope alone; a quarantined event
 * was received as well, and its own record tells of it.
 */
export const sourceStatus: ReadModel = {
  name: sayings.name,
  version: sayings.version,
  hears: new Set<string>([...published, ...ABOUT]),
  tables: [sourceStatusTable, sourceGapTable],
  keyOf,
  async takeIn(page, context) {
    const { transaction, place, now, parking } = context;
    const events = holdBack(page, keyOf, parking);
    const rows = await loadSources(context, [...new Set(events.map(keyOf))]);
    const touched = new Set<string>();
    const gaps = new Map<string, TableRow>();
    for (const event of events) {
      const key = keyOf(event);
      const row = rows.get(key) ?? initial();
      rows.set(key, row);
      if (event.position <= row.lastPosition) continue;
      const changed = takeOne(row, event);
      if (changed !== undefined) gaps.set(changed.id, gapRow(event.authority, sourceOf(event), changed));
      row.lastPosition = event.position;
      touched.add(key);
    }
    upsertRows(transaction, place.of(sourceGapTable), [...gaps.values()]);
    upsertRows(
      transaction,
      place.of(sourceStatusTable),
      [...touched].flatMap((key) => {
        const row = rows.get(key);
        const slash = key.indexOf('/');
        if (row === undefined) return [];
        return {
          authority: key.slice(0, slash),
          source: key.slice(slash + 1),
          facts: JSON.stringify(factsFrom(row, now)),
          state: packRow(row),
        };
      }),
    );
  },
};
