import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instant } from '#contracts';
import type { AssertionRow } from './assertions.js';
import type { PageTransaction, Reader } from './page-transaction.js';
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
import type { Vocabulary } from './vocabulary.js';

/** What a read model is given to write a page with: one transaction, one clock for the page. */
export interface PageContext {
  readonly transaction: PageTransaction;
  /** The generation that is written: every statement of a read model names its tables by this, and none by its view. */
  readonly place: Place;
  readonly now: Instant;
  readonly vocabulary: Vocabulary;
  readonly rows: RowCache;
}

/** A read model as the runner sees it: which events it hears, its disposable tables, and how it takes in a page. */
export interface ReadModel {
  readonly name: string;
  readonly version: number;
  readonly hears: ReadonlySet<string>;
  /** The first has one row a key. */
  readonly tables: readonly TableDefinition[];
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
  const rows = await reader.read<{ key: string; derived_at: Instant; state: string }>({
    name: `load ${table.physical}`,
    text: `select key, derived_at, state from ${table.relation} where key = any($1::text[])`,
    values: [keys],
  });
  return new Map(
    rows.map((stored) => [stored.key, { row: unpackRow(stored.state) as Row, derivedAt: stored.derived_at }]),
  );
}

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
  for (const event of events) {
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
  for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
    if (from > 0) await nextTurn();
    changes.push(...foldRows(definition, keys.slice(from, from + ROWS_AT_ONCE), known, context));
  }
  return changes;
}

/** A row as it was before the page; what its tables hold of it, where that is remembered. */
type KnownRow<Row> = StoredRow<Row> & { readonly derived?: DerivedRows };

function foldRows<Row extends AssertionRow>(
  { projection, tables, derive }: RowReadModelDefinition<Row>,
  keys: readonly (readonly [key: string, events: readonly RecordedEvent[]])[],
  known: ReadonlyMap<string, KnownRow<Row>>,
  { transaction, place, vocabulary, rows, now }: PageContext,
): RowChange<Row>[] {
  const written = tables.map((table) => ({ table, upserts: [] as TableRow[], removals: [] as TableRow[] }));
  const changes: RowChange<Row>[] = [];
  const states: TableRow[] = [];
  for (const [key, mine] of keys) {
    const old = known.get(key);
    const fresh = mine.filter((event) => event.position > (old?.row.lastPosition ?? 0));
    if (fresh.length === 0) continue;
    // Handlers may write into the row they are given, so what it said before is derived first.
    const said = old === undefined ? {} : (old.derived ?? derive(key, old.row, old.derivedAt));
    const row = fresh.reduce<Row | undefined>((previous, event) => projection.apply(previous, event), old?.row);
    if (row === undefined) continue;
    row.lastPosition = fresh.at(-1)?.position ?? row.lastPosition;
    changes.push({ key, row });
    const derived = derive(key, row, now);
    for (const { table, upserts, removals } of written) {
      const different = difference(table, said[table.name] ?? [], derived[table.name] ?? []);
      upserts.push(...different.upserts);
      removals.push(...different.removals);
    }
    if (row.purged) for (const gone of Object.values(said)) vocabulary.doubt(gone);
    const state = packRow(row);
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

/** A read model of one row per object and nothing across objects. All events of an object lie in its own stream. */
export function rowReadModel<Row extends AssertionRow>(definition: RowReadModelDefinition<Row>): ReadModel {
  const { name, version, hears } = definition.projection;
  return {
    name,
    version,
    hears,
    tables: [stateTable(name), ...definition.tables],
    partitioned: true,
    takeIn: async (events, context) => {
      await foldPage(definition, readable(events), context);
    },
  };
}
