import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instant } from '#contracts';
import type { AssertionRow } from './assertions.js';
import { asPurges } from './erasures.js';
import { UnsteadyHandler } from './errors.js';
import type { PageTransaction, Reader } from './page-transaction.js';
import { parkFromFailure, type KeyedEvents } from './parked-rows.js';
import { holdBack, type Parking } from './parking.js';
import type { Place } from './place.js';
import type { Projection } from './projection.js';
import type { OpenedRecord, RecordedEvent } from './recorded-event.js';
import type { RowCache } from './row-cache.js';
import { packRow, unpackRow } from './row-format.js';
import {
  difference,
  removeRows,
  upsertRows,
  type DerivedRows,
  type PlacedTable,
  type TableDefinition,
  type TableRow,
} from './table.js';
import { lostWords, type Vocabulary } from './vocabulary.js';

/** What a read model is given to write a page with: one transaction, one clock for the page. */
export interface PageContext {
  readonly transaction: PageTransaction;
  /** The generation that is written: every statement of a read model names its tables by this, and none by its view. */
  readonly place: Place;
  readonly now: Instant;
  readonly vocabulary: Vocabulary;
  readonly rows: RowCache;
  readonly parking: Parking;
  /** The events were parked: others that were recorded after them have been taken in already. */
  readonly isLate: boolean;
}

/** A read model as the runner sees it: which events it hears, its disposable tables, and how it takes in a page. */
export interface ReadModel {
  readonly name: string;
  readonly version: number;
  readonly hears: ReadonlySet<string>;
  /** The first has one row a key. */
  readonly tables: readonly TableDefinition[];
  /** The key that is parked where the event cannot be taken in; undefined where it stands for none, and only stopping is left. */
  keyOf(event: OpenedRecord): string | undefined;
  /** Whether all that a row is made of lies in one stream: then its work can be divided by the streams' buckets. */
  readonly partitioned?: boolean;
  takeIn(events: readonly OpenedRecord[], context: PageContext): Promise<void>;
}

/** One object after a page. */
export interface RowChange<Row extends AssertionRow> {
  readonly key: string;
  readonly row: Row;
}

export interface RowReadModelDefinition<Row extends AssertionRow> {
  readonly projection: Projection<Row>;
  /** The tables that queries read, all derived from the row. */
  readonly tables: readonly TableDefinition[];
  /**
   * What the row says from `now` on: stretches that begin later lie in the tables already, so that a change dated
   * tomorrow shows tomorrow without a new event.
   */
  derive(key: string, row: Row, now: Instant): DerivedRows;
}

/** The table in which a read model keeps its rows, one per key. */
export function stateTable(projectionName: string): TableDefinition {
  const known = stateTables.get(projectionName);
  if (known !== undefined) return known;
  const table: TableDefinition = {
    name: `${projectionName.replaceAll('-', '_')}_state`,
    columns: { key: 'text', derived_at: 'text', state: 'text' },
    primaryKey: ['key'],
    // A purged row is what the purge alone made of it: what came before is erased, and a second projection never hears it.
    compared: { by: ['t.key', 't.state'], where: `t.state not like '%"x":1}'` },
  };
  stateTables.set(projectionName, table);
  return table;
}
const stateTables = new Map<string, TableDefinition>();

/** A row as its state table keeps it. */
export interface StoredRow<Row> {
  readonly row: Row;
  readonly derivedAt: Instant;
}

/** The rows of the keys, with when their tables were derived. */
export async function loadRows<Row extends AssertionRow>(
  reader: Reader,
  table: PlacedTable,
  keys: readonly string[],
): Promise<Map<string, StoredRow<Row>>> {
  if (keys.length === 0) return new Map();
  const states = await readStates(reader, table, keys);
  return new Map(states.map((state) => [state.key, asStoredRow<Row>(state)]));
}

interface StoredState {
  readonly key: string;
  readonly derived_at: Instant;
  readonly state: string;
}

const readStates = (reader: Reader, table: PlacedTable, keys: readonly string[]): Promise<StoredState[]> =>
  reader.read<StoredState>({
    name: `load ${table.physical}`,
    text: `select key, derived_at, state from ${table.relation} where key = any($1::text[])`,
    values: [keys],
  });

const asStoredRow = <Row extends AssertionRow>(stored: StoredState): StoredRow<Row> => ({
  row: unpackRow(stored.state) as Row,
  derivedAt: stored.derived_at,
});

/** The events of a page that can still be read; what is erased says nothing. */
export const readable = (events: readonly OpenedRecord[]): RecordedEvent[] =>
  events.filter((event): event is RecordedEvent => !event.erased);

/** Rows folded before their statements are sent: the database writes them while the next ones are folded. */
const ROWS_AT_ONCE = 300;

/**
 * Folds a page into the rows of one projection: load the rows it touches, fold, write what changed by set-based
 * statements. The tables are brought from what the row said when it was last derived to what it says now, so nothing is
 * read back to find the difference.
 */
export async function foldPage<Row extends AssertionRow>(
  definition: RowReadModelDefinition<Row>,
  events: readonly RecordedEvent[],
  context: PageContext,
): Promise<RowChange<Row>[]> {
  const { projection } = definition;
  const byKey = new Map<string, RecordedEvent[]>();
  for (const event of holdBack(events, (each) => projection.keyOf(each), context.parking)) {
    const key = projection.keyOf(event);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [event]);
    else list.push(event);
  }
  const known = new Map<string, KnownRow<Row>>();
  const unknown: string[] = [];
  for (const key of byKey.keys()) {
    const cached = context.rows.get(projection.name, key);
    if (cached === undefined) unknown.push(key);
    else known.set(key, cached as KnownRow<Row>);
  }
  const stored = context.place.of(stateTable(projection.name));
  for (const [key, row] of await loadRows<Row>(context.transaction, stored, unknown)) known.set(key, row);
  const keys = [...byKey];
  const changes: RowChange<Row>[] = [];
  const failed: KeyedEvents[] = [];
  for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
    if (from > 0) await nextTurn();
    changes.push(...foldRows(definition, keys.slice(from, from + ROWS_AT_ONCE), known, context, failed));
  }
  for (const each of failed) changes.push(...(await foldUpToFailure(definition, each, context)));
  return changes;
}

/** The key's row is read again, and all is folded that comes before the failure. */
async function foldUpToFailure<Row extends AssertionRow>(
  definition: RowReadModelDefinition<Row>,
  keyed: KeyedEvents,
  context: PageContext,
): Promise<RowChange<Row>[]> {
  const [key] = keyed;
  const [state] = await readStates(context.transaction, context.place.of(stateTable(definition.projection.name)), [
    key,
  ]);
  const storedRow = (): StoredRow<Row> | undefined => (state === undefined ? undefined : asStoredRow(state));
  const foldable = parkFromFailure(definition, keyed, storedRow, context);
  if (foldable.length === 0) return [];
  const stored = storedRow();
  const failed: KeyedEvents[] = [];
  const known = new Map(stored === undefined ? [] : [[key, stored]]);
  const changes = foldRows(definition, [[key, foldable]], known, context, failed);
  if (failed.length > 0) throw new UnsteadyHandler();
  return changes;
}

/** A row as it was before the page; what its tables hold of it, where that is remembered. */
type KnownRow<Row> = StoredRow<Row> & { readonly derived?: DerivedRows };

function foldRows<Row extends AssertionRow>(
  definition: RowReadModelDefinition<Row>,
  keys: readonly KeyedEvents[],
  known: ReadonlyMap<string, KnownRow<Row>>,
  { transaction, place, vocabulary, rows, now }: PageContext,
  failed: KeyedEvents[],
): RowChange<Row>[] {
  const { projection, tables } = definition;
  const written = tables.map((table) => ({ table, upserts: [] as TableRow[], removals: [] as TableRow[] }));
  const changes: RowChange<Row>[] = [];
  const states: TableRow[] = [];
  for (const keyed of keys) {
    const [key, mine] = keyed;
    const old = known.get(key);
    const fresh = mine.filter((event) => event.position > (old?.row.lastPosition ?? 0));
    if (fresh.length === 0) continue;
    let folded: FoldedRow<Row>;
    try {
      folded = foldRow(definition, key, old, fresh, now);
    } catch {
      // Met again, and told of, where the key is folded event by event; nothing of it has been written here.
      failed.push(keyed);
      rows.drop(projection.name, key);
      continue;
    }
    const { row, said, derived, state } = folded;
    changes.push({ key, row });
    for (const { table, upserts, removals } of written) {
      const [before, after] = [said[table.name] ?? [], derived[table.name] ?? []];
      const different = difference(table, before, after);
      upserts.push(...different.upserts);
      removals.push(...different.removals);
      if ('words' in table.columns && before.length > 0 && different.upserts.length + different.removals.length > 0)
        forgetWords(vocabulary, before, after);
    }
    states.push({ key, derived_at: now, state });
    rows.set(projection.name, key, { row, derived, derivedAt: now }, state.length);
  }
  upsertRows(transaction, place.of(stateTable(projection.name)), states);
  for (const { table, upserts, removals } of written) {
    removeRows(transaction, place.of(table), removals);
    upsertRows(transaction, place.of(table), upserts);
    if ('words' in table.columns) vocabulary.learn(upserts);
  }
  return changes;
}

/** An object that is gone must be forgotten soon; what it only says otherwise now, together with the next that is gone. */
function forgetWords(vocabulary: Vocabulary, before: readonly TableRow[], after: readonly TableRow[]): void {
  const lost = lostWords(before, after);
  if (after.length === 0) vocabulary.doubt(lost);
  else vocabulary.suspect(lost);
}

/** A row after its events, what its tables held and hold of it, and its text. */
interface FoldedRow<Row> {
  readonly row: Row;
  readonly said: DerivedRows;
  readonly derived: DerivedRows;
  readonly state: string;
}

/** Handler code and nothing else: what throws here is a fault of the program, for these events, for ever. */
function foldRow<Row extends AssertionRow>(
  { projection, derive }: RowReadModelDefinition<Row>,
  key: string,
  old: KnownRow<Row> | undefined,
  fresh: readonly RecordedEvent[],
  now: Instant,
): FoldedRow<Row> {
  // Handlers may write into the row they are given, so what it said before is derived first.
  const said = old === undefined ? {} : (old.derived ?? derive(key, old.row, old.derivedAt));
  let folded = old?.row;
  for (const event of fresh) folded = projection.apply(folded, event);
  const row = folded as Row; // there is an event, and a handler gives a row
  row.lastPosition = fresh.at(-1)?.position ?? row.lastPosition;
  return { row, said, derived: derive(key, row, now), state: packRow(row) };
}

/** A read model of one row per object and nothing across objects. All events of an object lie in its own stream. */
export function rowReadModel<Row extends AssertionRow>(definition: RowReadModelDefinition<Row>): ReadModel {
  const { projection } = definition;
  const { name, version } = projection;
  return {
    name,
    version,
    // In the object's own stream, as all that its row is made of.
    hears: new Set<string>([...projection.hears, 'erasure.object-erased']),
    // An erasure stands for none: it is never parked.
    keyOf: (event) => (event.erased || !projection.hears.has(event.name) ? undefined : projection.keyOf(event)),
    tables: [stateTable(name), ...definition.tables],
    partitioned: true,
    takeIn: async (events, context) => {
      await foldPage(definition, readable(asPurges(events, projection.hears)), context);
    },
  };
}
